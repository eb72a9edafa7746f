using System.Net;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Core.Access;

/// <summary>What is decided about a client before a word was said: its class, and whether it may connect.</summary>
public static class ClientAdmission
{
    /// <summary>Names the client's class and asks <c>&lt;Limit LOGIN&gt;</c>; false when the session was ended. The client's name must be known.</summary>
    public static bool Admit(Session session)
    {
        session.ClassName = ClassOf(session);
        if (session.ClassName is { } name)
            session.Log.Debug(2, $"session requested from client in '{name}' class");
        else
            session.Log.Debug(5, "session requested from client in unknown class");
        return Readmit(session);
    }

    /// <summary>Asks <c>&lt;Limit LOGIN&gt;</c> again, after the session's configuration changed.</summary>
    public static bool Readmit(Session session)
    {
        if (Limits.AllowConnection(session))
            return true;
        session.Log.Notice($"Connection from {session.RemoteName} [{session.RemoteAddress}] denied");
        session.End(DisconnectReason.Denied);
        return false;
    }

    /// <summary>The first class of the file that the client belongs to.</summary>
    static string? ClassOf(Session session)
    {
        var names = LimitSubject.HostNamesOf(session);
        return session.Configuration.Classes.FirstOrDefault(section => IsMember(section, session.RemoteAddress, names))?.Name;
    }

    /// <summary>Whether an address, of which no name is known, belongs to a class.</summary>
    public static bool IsInClass(Session session, string className, IPAddress address) =>
        session.Configuration.Classes.FirstOrDefault(section => section.Name == className) is { } section && IsMember(section, address, []);

    static bool IsMember(ConfigScope section, IPAddress address, IReadOnlyCollection<string> names)
    {
        var elements = section.All(LanguageDirectives.From).SelectMany(line => line.Value);
        return section.Get(LanguageDirectives.Satisfy) == ClassSatisfy.All
            ? elements.All(element => element.Selects(address, names))
            : elements.Any(element => element.Selects(address, names));
    }
}
