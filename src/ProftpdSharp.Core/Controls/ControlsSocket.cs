using ProftpdSharp.Core.IO;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Controls;

/// <summary>What is configured about the socket.</summary>
/// <param name="Path">Where it is; absolute.</param>
/// <param name="Owner">Its user and group.</param>
/// <param name="MaximumClients">How many are served at once; the others wait.</param>
public sealed record ControlsSocketSettings(string Path, (uint Uid, uint Gid) Owner, int MaximumClients);

/// <summary>Serves one client: its request is complete and is answered through this.</summary>
public delegate Task ControlsService(PeerCredentials client, ControlsMessage request, Func<ControlsMessage, ValueTask> answer);

/// <summary>
/// The Unix socket of ftpdctl. Everybody may connect, as upstream lets them; who asks is known from the kernel. A client gets one answer, and ten
/// seconds for its request.
/// </summary>
public sealed class ControlsSocket : IAsyncDisposable
{
    /// <summary>rwxrwxrwx.</summary>
    const uint Mode = 0x1FF;

    /// <summary>rwxr-xr-x, of the directory where that is missing: /run is empty after a boot.</summary>
    const uint DirectoryMode = 0x1ED;

    const int Backlog = 16;

    const string ClientPrefix = "/tmp/ftp.cl";

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    readonly ServerHost _host;
    readonly ControlsSocketSettings _settings;
    readonly ControlsService _service;
    readonly Descriptor _socket;
    readonly FileStatus _identity;
    readonly Readiness _readiness;
    readonly SemaphoreSlim _places;
    readonly Task _accepting;
    volatile bool _isClosing;

    ControlsSocket(ServerHost host, ControlsSocketSettings settings, ControlsService service, Descriptor socket)
    {
        (_host, _settings, _service, _socket) = (host, settings, service, socket);
        _identity = Files.StatAt(Descriptor.WorkingDirectory, settings.Path, AtFlags.NoFollow).Value;
        _readiness = host.Poller.Register(socket);
        _places = new SemaphoreSlim(settings.MaximumClients);
        _accepting = AcceptAsync();
    }

    /// <summary>Makes the socket in place of one that is there already, and listens.</summary>
    public static Result<ControlsSocket> Open(ServerHost host, ControlsSocketSettings settings, ControlsService service)
    {
        var socket = Sockets.Socket(SocketFamily.Unix, SocketKind.Stream);
        if (!socket.Ok)
            return socket.Error;
        var error = Bind(socket.Value, settings);
        if (error == Errno.None)
            return new ControlsSocket(host, settings, service, socket.Value);
        socket.Value.Dispose();
        return error;
    }

    static Errno Bind(Descriptor socket, ControlsSocketSettings settings)
    {
        var path = settings.Path;
        if (Files.StatAt(Descriptor.WorkingDirectory, path, AtFlags.NoFollow) is { Ok: true, Value.Kind: FileKind.Socket })
            Files.Unlinkat(Descriptor.WorkingDirectory, path);
        var error = Sockets.Bind(socket, path);
        if (error == Errno.ENOENT && Files.Mkdirat(Descriptor.WorkingDirectory, path[..path.LastIndexOf('/')], DirectoryMode) == Errno.None)
            error = Sockets.Bind(socket, path);
        if (error != Errno.None)
            return error;
        var made = Files.Open(path, OpenFlags.Path | OpenFlags.NoFollow);
        if (!made.Ok)
            return made.Error;
        using var file = made.Value;
        // Not ours to give away when we are an ordinary user: then it stays ours.
        Files.ChownAt(file, settings.Owner.Uid, settings.Owner.Gid);
        error = Files.ChmodAt(file, Mode);
        return error == Errno.None ? Sockets.Listen(socket, Backlog) : error;
    }

    async Task AcceptAsync()
    {
        while (true)
        {
            await _places.WaitAsync();
            if (_isClosing)
                return;
            var accepted = Sockets.Accept4(_socket);
            if (accepted.Ok)
            {
                _ = ServeAsync(accepted.Value.Socket);
                continue;
            }
            _places.Release();
            if (accepted.Error == Errno.EAGAIN)
                await _readiness.ReadableAsync();
            else // Out of descriptors or memory: the client stays in the queue.
                await Task.Delay(Pause, _host.Clock);
        }
    }

    async Task ServeAsync(Descriptor socket)
    {
        using var stream = new AsyncStream(new PlainStream(socket), _host.Poller);
        try
        {
            var credentials = Sockets.GetPeerCredentials(socket);
            if (credentials.Ok)
                RemoveName(Sockets.GetPeerPath(socket), credentials.Value);
            if (credentials.Ok && await ReadAsync(stream) is { } request)
                await _service(credentials.Value, request, async answer => await stream.WriteAllAsync(ControlsWire.Write(answer)));
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>
    /// Upstream's ftpdctl gives its end a name, <c>/tmp/ftp.clPID</c>, and leaves it to the server to remove; one that stayed would keep another user's
    /// ftpdctl with the same process id from connecting. Nothing else is removed, whatever a client calls itself.
    /// </summary>
    static void RemoveName(string? path, PeerCredentials client)
    {
        if (path is null || !path.StartsWith(ClientPrefix, StringComparison.Ordinal) || path.IndexOf('/', ClientPrefix.Length) >= 0)
            return;
        var status = Files.StatAt(Descriptor.WorkingDirectory, path, AtFlags.NoFollow);
        if (status is { Ok: true, Value.Kind: FileKind.Socket } && status.Value.Uid == client.Uid)
            Files.Unlinkat(Descriptor.WorkingDirectory, path);
    }

    /// <summary>The request; null when the client took too long, went away or talks otherwise.</summary>
    async ValueTask<ControlsMessage?> ReadAsync(AsyncStream stream)
    {
        using var timer = _host.Clock.CreateTimer(
            static stream => ((AsyncStream)stream!).Cancel(), stream, Patience, Timeout.InfiniteTimeSpan);
        var buffer = new byte[4096];
        using var received = new MemoryStream();
        while (ControlsWire.TryRead(received.GetBuffer().AsSpan(0, (int)received.Length), out var message))
        {
            if (message is not null)
                return message;
            var step = await stream.RunAsync(() => stream.Stream.TryRead(buffer));
            if (step.Status != IoStatus.Done)
                return null;
            received.Write(buffer, 0, step.Count);
        }
        return null;
    }

    /// <summary>Stops listening and removes the socket; clients that are being served are served to their end.</summary>
    public async ValueTask DisposeAsync()
    {
        _isClosing = true;
        _readiness.Cancel();
        _places.Release();
        await _accepting;
        _readiness.Dispose();
        _socket.Dispose();
        // Another server may have put its own in this place meanwhile.
        if (Files.StatAt(Descriptor.WorkingDirectory, _settings.Path, AtFlags.NoFollow) is { Ok: true } there && there.Value.IsSameFileAs(_identity))
            Files.Unlinkat(Descriptor.WorkingDirectory, _settings.Path);
    }
}
