using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.AuthPam;

/// <summary>
/// The helper process: libpam and its modules live here, never in the server. It answers one request after the other, holds the sessions of the
/// logins that succeeded, and closes what is left of them when the server is gone.
/// </summary>
public sealed class PamHelper
{
    readonly Descriptor _requests;
    readonly Descriptor _answers;
    readonly Dictionary<int, PamTransaction> _sessions = [];

    PamHelper(Descriptor requests, Descriptor answers)
    {
        _requests = requests;
        _answers = answers;
    }

    /// <summary>Serves on standard input and output until the server closes them.</summary>
    /// <returns>The exit status.</returns>
    public static int Serve()
    {
        // The server decides when this process ends; a stop of the service may signal all its processes.
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stay);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stay);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stay);
        var requests = Processes.Duplicate(Descriptor.StandardInput);
        var answers = Processes.Duplicate(Descriptor.Borrow(1));
        var nothing = Files.Open("/dev/null", OpenFlags.ReadWrite);
        if (!requests.Ok || !answers.Ok || !nothing.Ok)
            return 1;
        // What modules and their programs read and print must not get between the frames.
        for (var number = 0; number <= 2; number++)
            Processes.Dup2(nothing.Value, number);
        nothing.Value.Dispose();
        using (requests.Value)
        using (answers.Value)
            new PamHelper(requests.Value, answers.Value).Run();
        return 0;
    }

    static void Stay(PosixSignalContext context) => context.Cancel = true;

    void Run()
    {
        while (PamWire.Read(room => Files.Read(_requests, room.Span).Value) is { } body)
        {
            var answer = Answer(body);
            CryptographicOperations.ZeroMemory(body);
            if (!Write(PamWire.Encode(answer)))
                break;
        }
        foreach (var session in _sessions.Values)
            Close(session);
    }

    PamAnswer Answer(byte[] body)
    {
        if (PamWire.Decode(body, out var password) is not { } request)
            return new PamAnswer(PamStep.NoAnswer);
        if (request.Kind == PamRequestKind.LogIn)
            return LogIn(request, password);
        if (_sessions.Remove(request.Id, out var session))
            Close(session);
        return new PamAnswer(PamStep.Done);
    }

    PamAnswer LogIn(PamRequest request, ReadOnlySpan<byte> password)
    {
        var started = PamTransaction.Start(request.Service, request.User, password, out var transaction);
        if (transaction is null)
            return new PamAnswer(PamStep.Start, started);
        var answer = LogIn(request, transaction);
        transaction.ForgetPassword();
        if (answer.Step == PamStep.Done)
            _sessions[request.Id] = transaction;
        else
            transaction.Dispose();
        return answer;
    }

    /// <summary>The steps in upstream's order.</summary>
    static PamAnswer LogIn(PamRequest request, PamTransaction transaction)
    {
        transaction.Set(PamItem.RemoteUser, request.User);
        transaction.Set(PamItem.RemoteHost, request.RemoteHost);
        if (request.Terminal.Length > 0)
            transaction.Set(PamItem.Terminal, request.Terminal);
        if (transaction.Authenticate() is var authenticated and not PamCode.Success)
            return Refusal(transaction, PamStep.Authenticate, authenticated);
        if (transaction.CheckAccount() is var account and not PamCode.Success)
            return Refusal(transaction, PamStep.Account, account);
        if (transaction.OpenSession() is var session and not PamCode.Success)
            return Refusal(transaction, PamStep.Session, session);
        if (transaction.Establish() is var established and not PamCode.Success)
        {
            var refusal = Refusal(transaction, PamStep.Credentials, established);
            transaction.CloseSession();
            return refusal;
        }
        return new PamAnswer(PamStep.Done);
    }

    static PamAnswer Refusal(PamTransaction transaction, PamStep step, PamCode code) =>
        new(step, code, transaction.Delay, transaction.Describe(code));

    static void Close(PamTransaction session)
    {
        session.CloseSession();
        session.Dispose();
    }

    bool Write(byte[] frame)
    {
        var rest = frame.AsSpan();
        while (!rest.IsEmpty)
        {
            var count = Files.Write(_answers, rest);
            if (!count.Ok)
                return false;
            rest = rest[count.Value..];
        }
        return true;
    }
}
