using System.Collections.Concurrent;
using System.ComponentModel;
using System.Security.Cryptography;
using ProftpdSharp.Core.Authentication;
using ProftpdSharp.Core.IO;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Modules.AuthPam;

/// <summary>A PAM session that is open in a helper process.</summary>
sealed record PamSession(PamHelperProcess Helper, int Id);

/// <summary>
/// The helper processes: a few, made when they are needed and kept. A login that finds none idle waits its turn. One that takes too long is ended
/// with its helper.
/// </summary>
sealed class PamHelpers(ServerHost host)
{
    public static readonly HostKey<PamHelpers> Key = new(host => new PamHelpers(host));

    const int Most = 4;

    /// <summary>Some ways to authenticate wait for a person.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly ConcurrentStack<PamHelperProcess> _idle = [];
    int _lastId;

    BlockingWorkers Workers { get; } = new("pam", Most);

    /// <summary>Asks PAM about a login.</summary>
    /// <returns>Its answer, and the session when it succeeded.</returns>
    public async Task<(PamAnswer Answer, PamSession? Session)> LogInAsync(PamRequest request, Password password)
    {
        var id = Interlocked.Increment(ref _lastId);
        if (PamWire.Encode(request with { Id = id }, password.Bytes) is not { } frame)
            return (new PamAnswer(PamStep.Start, Native.PamCode.BufferError), null);
        try
        {
            return await Workers.RunAsync(() => LogIn(frame, id));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(frame);
        }
    }

    /// <summary>Closes a session, without anybody waiting for it.</summary>
    public void Close(PamSession session)
    {
        var frame = PamWire.Encode(new PamRequest(PamRequestKind.Close, session.Id), [])!;
        _ = Workers.RunAsync(() => session.Helper.Ask(frame, host.Clock, Patience));
    }

    (PamAnswer Answer, PamSession? Session) LogIn(byte[] frame, int id)
    {
        if (Take() is not { } helper)
            return (new PamAnswer(PamStep.NoAnswer), null);
        var answer = helper.Ask(frame, host.Clock, Patience);
        if (helper.IsAlive)
            _idle.Push(helper);
        return (answer, answer.Step == PamStep.Done ? new PamSession(helper, id) : null);
    }

    /// <summary>An idle helper, or a new one; null when none can be started.</summary>
    PamHelperProcess? Take()
    {
        while (_idle.TryPop(out var idle))
        {
            if (idle.IsAlive)
                return idle;
        }
        try
        {
            return host.StartHelper?.Invoke() is { } process ? new PamHelperProcess(process) : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
