using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native.OpenSsl;
using ProftpdSharp.Tls.Settings;

namespace ProftpdSharp.Tls.Sessions;

/// <summary>TLSRenegotiate ctrl: new keys for the control connection every so often.</summary>
sealed class RekeyTimer : IDisposable
{
    readonly Session _session;
    readonly TlsState _state;
    readonly RenegotiationSetting _setting;
    readonly TlsStream _stream;
    readonly ITimer _interval;
    readonly ITimer _patience;

    RekeyTimer(Session session, TlsState state, RenegotiationSetting setting, TlsStream stream, TimeSpan interval)
    {
        (_session, _state, _setting, _stream) = (session, state, setting, stream);
        _patience = session.Host.Clock.CreateTimer(
            static timer => ((RekeyTimer)timer!).Judge(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _interval = session.Host.Clock.CreateTimer(static timer => ((RekeyTimer)timer!).Ask(), this, interval, interval);
    }

    /// <summary>Starts it where the configuration asks for it; null where it does not.</summary>
    public static RekeyTimer? Start(Session session, TlsState state, TlsStream stream)
    {
        var setting = state.Context!.Settings.Renegotiation;
        return setting.Control is { } interval ? new RekeyTimer(session, state, setting, stream, interval) : null;
    }

    void Ask()
    {
        var isTls13 = _stream.With(tls => tls.Version) == TlsVersion.Tls13;
        if (!isTls13 && !_state.Options.HasFlag(TlsOption.AllowClientRenegotiations))
            return;
        var what = isTls13 ? "key updates" : "renegotiation";
        _state.Write($"requesting TLS {what} on control channel ({(long)_setting.Control!.Value.TotalSeconds} sec renegotiation interval)");
        _stream.With(Rekeying.Ask);
        if (!isTls13)
            _patience.Change(_setting.Timeout, Timeout.InfiniteTimeSpan);
    }

    void Judge()
    {
        if (!_stream.With(tls => tls.IsRenegotiationPending))
        {
            _state.Write("control channel TLS session renegotiated");
            return;
        }
        if (!_setting.Required)
            return;
        _state.Write("requested TLS renegotiation timed out on control channel");
        _state.Write("shutting down control channel TLS session");
        _session.Abort(DisconnectReason.Module, "TLS renegotiation timed out");
    }

    public void Dispose()
    {
        _interval.Dispose();
        _patience.Dispose();
    }
}

/// <summary>How new keys are asked for.</summary>
static class Rekeying
{
    /// <summary>A key update in TLS 1.3, a renegotiation before; the request is sent as far as that goes without waiting.</summary>
    public static bool Ask(TlsConnection connection)
    {
        var asked = connection.Version == TlsVersion.Tls13 ? connection.RequestKeyUpdate() : connection.RequestRenegotiation();
        return asked && connection.TryHandshake().Failure is null;
    }
}
