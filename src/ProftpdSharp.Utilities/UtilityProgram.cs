using System.Text;
using ProftpdSharp.Native;

namespace ProftpdSharp.Utilities;

/// <summary>The utilities of the server, one program under many names.</summary>
public static class UtilityProgram
{
    static readonly Dictionary<string, Func<UtilityConsole, string[], int>> Programs = new(StringComparer.Ordinal)
    {
        ["ftpwho"] = Ftpwho.Run,
        ["ftpcount"] = Ftpcount.Run,
        ["ftptop"] = Ftptop.Run,
        ["ftpscrub"] = Ftpscrub.Run,
        ["ftpshut"] = Ftpshut.Run,
        ["ftpdctl"] = Ftpdctl.Run,
        ["ftpasswd"] = Ftpasswd.Run,
        ["prxs"] = Prxs.Run,
    };

    /// <summary>The names of all utilities.</summary>
    public static IReadOnlyCollection<string> Names => Programs.Keys;

    /// <summary>Whether a program called so is a utility.</summary>
    /// <param name="name">The last component of argv[0].</param>
    public static bool Knows(string name) => Programs.ContainsKey(name);

    /// <summary>Runs a utility on the process' own streams.</summary>
    /// <param name="name">One that <see cref="Knows"/> knows.</param>
    /// <param name="args">The words after the name.</param>
    /// <returns>The exit status.</returns>
    public static int Run(string name, string[] args)
    {
        using var output = new StreamWriter(new StandardStream(1), Encoding.Latin1);
        using var errors = new StreamWriter(new StandardStream(2), Encoding.Latin1);
        using var input = new StreamReader(new StandardStream(0));
        return Run(name, args, new UtilityConsole { Output = output, Errors = errors, Input = input });
    }

    internal static int Run(string name, string[] args, UtilityConsole console) => Programs[name](console, args);
}
