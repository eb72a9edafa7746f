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
        return session.Configuration.Classes.FirstOrDefault(section => IsMember(session, section, session.RemoteAddress, names))?.Name;
    }

    /// <summary>Whether an address, of which no name is known, belongs to a class.</summary>
    public static bool IsInClass(Session session, string className, IPAddress address) =>
        session.Configuration.Classes.FirstOrDefault(section => section.Name == className) is { } section && IsMember(session, section, address, []);

    static bool IsMember(Session session, ConfigScope section, IPAddress address, IReadOnlyCollection<string> names)
    {
        var elements = section.All(LanguageDirectives.From).SelectMany(line => line.Value);
        var needsAll = section.Get(LanguageDirectives.Satisfy) == ClassSatisfy.All;

        bool Selects(AclElement element)
        {
            if (session.Log.Traces("class", 6))
                session.Log.Trace("class", 6, Checking(session, section, element, address, needsAll));
            return element.Selects(address, names);
        }

        return needsAll ? elements.All(Selects) : elements.Any(Selects);
    }

    static string Checking(Session session, ConfigScope section, AclElement element, IPAddress address, bool needsAll)
    {
        var name = address.Equals(session.RemoteAddress) ? session.RemoteName : address.ToString();
        var (what, which) = needsAll ? ("ACL", "all ACLs") : ("rule", "any ACL");
        return $"checking addr '{address}' ({name}) against class '{section.Name}' {what}: {element.Described} (requires {which} matching)";
    }
}
