using System.Collections.Concurrent;

namespace ProftpdSharp.Core.Sessions;

/// <summary>All sessions that are alive, by number; what MaxClients and its kin count.</summary>
public sealed class SessionRegistry
{
    readonly ConcurrentDictionary<long, Session> _sessions = new();

    public int Count => _sessions.Count;

    public IEnumerable<Session> All => _sessions.Values;

    public bool TryGet(long number, out Session? session) => _sessions.TryGetValue(number, out session);

    internal void Add(Session session) => _sessions[session.Number] = session;

    internal void Remove(Session session) => _sessions.TryRemove(session.Number, out _);
}
