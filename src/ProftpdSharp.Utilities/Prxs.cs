namespace ProftpdSharp.Utilities;

/// <summary>prxs compiles modules written in C; there is nothing that it could do here.</summary>
static class Prxs
{
    public static int Run(UtilityConsole console, string[] args)
    {
        console.Error("prxs: this server is ProftpdSharp, which has no modules in C, so there is nothing to compile.");
        console.Error("prxs: `proftpd -l` lists its modules; LoadModule loads those that are not loaded at start.");
        return 1;
    }
}
