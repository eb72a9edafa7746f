using System.Text;

namespace ProftpdSharp.Modules.Ls;

/// <summary>Names in columns, filled from top to bottom and aligned with tabs: <c>-C</c>.</summary>
static class Columns
{
    const int LineWidth = 78;
    const int Tab = 8;

    public static IEnumerable<string> Arrange(IReadOnlyList<string> names)
    {
        if (names.Count == 0)
            yield break;
        var width = ((names.Max(name => name.Length) / Tab) + 1) * Tab;
        var fit = Math.Max(1, LineWidth / width);
        var rows = (names.Count + fit - 1) / fit;
        for (var row = 0; row < rows; row++)
        {
            var line = new StringBuilder();
            for (var i = row; i < names.Count; i += rows)
            {
                line.Append(names[i]);
                if (i + rows < names.Count)
                    line.Append('\t', (width - names[i].Length + Tab - 1) / Tab);
            }
            yield return line.ToString();
        }
    }
}
