using System.Security.Cryptography;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Modules.UniqueId;

/// <summary>mod_unique_id: a name for each session that no other has, for LogFormat: <c>%{UNIQUE_ID}e</c> and <c>%{note:UNIQUE_ID}</c>.</summary>
public static class UniqueIdModule
{
    const string Name = "UNIQUE_ID";

    /// <summary>As many bytes as upstream makes of addresses, process, time and a counter: 24 signs in base 64.</summary>
    const int Bytes = 18;

    static readonly Feature Feature = new(Name);

    public static readonly Directive<bool> UniqueIDEngine = Feature.Directive(
        new Directive<bool>("UniqueIDEngine", Contexts.ServerWide, Values.Boolean, true));

    public static readonly Module Module = new("mod_unique_id", "0.2", Feature) { LoadedAtStart = false };

    static UniqueIdModule() => Feature.SessionStart(NameSession);

    /// <summary>Once: HOST and SNI begin the session again under another server.</summary>
    static ValueTask NameSession(Session session)
    {
        if (!session.Server.Root.Get(UniqueIDEngine) || session.Notes.ContainsKey(Name))
            return default;
        var id = Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes));
        session.Notes[Name] = id;
        session.Environment[Name] = id;
        return default;
    }
}
