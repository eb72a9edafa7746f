using System.Globalization;
using System.Runtime.InteropServices;
using ProftpdSharp.Native;

namespace ProftpdSharp.Daemon.Running;

/// <summary>
/// SIGTERM and its like stop the server, SIGHUP reloads, SIGUSR2 does nothing. SIGSEGV and SIGABRT sent by kill take the PidFile with them; a
/// registered handler must end the process itself.
/// </summary>
sealed class SignalHandlers : IDisposable
{
    readonly List<PosixSignalRegistration> _registrations = [];

    public SignalHandlers(TaskCompletionSource<string> stop, Action reload, Action cleanUp)
    {
        foreach (var signal in (Signal[])[Signal.SIGTERM, Signal.SIGINT, Signal.SIGQUIT])
            On(signal, () => stop.TrySetResult(((int)signal).ToString(CultureInfo.InvariantCulture)));
        On(Signal.SIGHUP, reload);
        On(Signal.SIGUSR2, () => { });
        foreach (var signal in (Signal[])[Signal.SIGSEGV, Signal.SIGABRT])
        {
            On(signal, () =>
            {
                cleanUp();
                Signals.Die(signal);
            });
        }
    }

    void On(Signal signal, Action action)
    {
        // The runtime lets a signal be that nohup or a shell's background job had ignored; upstream does not.
        if (Signals.IsIgnored(signal) is { Ok: true, Value: true })
            Signals.ResetToDefault(signal);
        _registrations.Add(PosixSignalRegistration.Create((PosixSignal)(int)signal, context =>
        {
            context.Cancel = true;
            action();
        }));
    }

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());
}
