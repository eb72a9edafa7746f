using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Modules.Facl;

/// <summary>
/// mod_facl: what a user may do with a file is told with regard to POSIX access lists too. The kernel honours them in every call anyway; without
/// this module MLST and MLSD tell rights by owner, group and mode alone.
/// </summary>
public static class FaclModule
{
    static readonly Feature Feature = new("FACLEngine");

    public static readonly Directive<bool> FaclEngine = Feature.Directive(
        new Directive<bool>("FACLEngine", ConfigContext.Server, Values.Boolean, true) { Storage = Storage.Process });

    public static readonly Module Module = new("mod_facl", "0.6", Feature) { LoadedAtStart = false };

    static FaclModule() => Feature.SessionStart(session =>
    {
        session.Files.HonoursAccessLists = session.Configuration.Process.Get(FaclEngine);
        return ValueTask.CompletedTask;
    });
}
