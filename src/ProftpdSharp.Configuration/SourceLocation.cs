namespace ProftpdSharp.Configuration;

/// <summary>A line of a configuration file.</summary>
/// <param name="File">The path as it was given to <c>-c</c> or found by Include.</param>
/// <param name="Line">The number of the line, from 1; of a continued line the last one, as in upstream's messages.</param>
/// <param name="IncludedFrom">The Include line that led here, null for the main file.</param>
public sealed record SourceLocation(string File, int Line, SourceLocation? IncludedFrom = null)
{
    /// <summary>The Include lines that led here, innermost first.</summary>
    public IEnumerable<SourceLocation> Chain()
    {
        for (var from = IncludedFrom; from is not null; from = from.IncludedFrom)
            yield return from;
    }

    /// <summary><c>line 3 of '/etc/proftpd/proftpd.conf'</c>, the form that ends upstream's messages.</summary>
    public override string ToString() => $"line {Line} of '{File}'";
}
