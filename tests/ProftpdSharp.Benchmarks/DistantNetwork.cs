using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using ProftpdSharp.TestSupport;

namespace ProftpdSharp.Benchmarks;

/// <summary>
/// A network of 1 Gbit/s with a round trip of 20 ms, on this machine: a TUN device whose packets come back later, with sender and receiver exchanged. So who
/// connects to <see cref="Far"/> reaches the server on <see cref="Near"/>, by the kernel's own TCP. Exchanging the addresses leaves checksums as they are.
/// </summary>
sealed partial class DistantNetwork : IDisposable
{
    public const string Near = "198.18.47.1";
    public const string Far = "198.18.47.2";
    const string Name = "proftpdfar0";
    const double BytesPerSecond = 1e9 / 8;
    static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(10);

    /// <summary>What a router would keep: beyond it, packets are dropped.</summary>
    static readonly TimeSpan Backlog = TimeSpan.FromMilliseconds(50);

    const int MaxPacket = 1500;
    const int SourceAddress = 12;
    const int DestinationAddress = 16;

    const uint SetInterface = 0x400454ca;
    const ushort Tun = 1;
    const ushort WithoutPacketInformation = 0x1000;

    readonly FileStream _device;
    readonly BlockingCollection<(long Due, byte[] Packet)> _travelling = [];

    DistantNetwork(FileStream device) => _device = device;

    /// <exception cref="IOException">There is no TUN device, or no right to make one.</exception>
    public static async Task<DistantNetwork> OpenAsync()
    {
        var device = new FileStream("/dev/net/tun", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        var request = new byte[40];
        Encoding.ASCII.GetBytes(Name, request);
        BinaryPrimitives.WriteUInt16LittleEndian(request.AsSpan(16), Tun | WithoutPacketInformation);
        if (Ioctl(device.SafeFileHandle, SetInterface, request) != 0)
            throw new IOException($"TUNSETIFF: {Marshal.GetLastPInvokeErrorMessage()}");
        foreach (var command in (string[])[$"addr add {Near}/30 dev {Name}", $"link set {Name} mtu {MaxPacket} txqueuelen 10000 up"])
            (await CommandRunner.RunAsync("ip", command.Split(' '))).EnsureSuccess();
        var network = new DistantNetwork(device);
        new Thread(network.Receive) { IsBackground = true }.Start();
        new Thread(network.Deliver) { IsBackground = true }.Start();
        return network;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _travelling.CompleteAdding();
        _device.Dispose();
    }

    void Receive()
    {
        var buffer = new byte[MaxPacket];
        var free = 0L;
        while (_device.Read(buffer) is > 0 and var length)
        {
            var packet = buffer.AsSpan(0, length).ToArray();
            packet.AsSpan(SourceAddress, 4).CopyTo(buffer);
            packet.AsSpan(DestinationAddress, 4).CopyTo(packet.AsSpan(SourceAddress));
            buffer.AsSpan(0, 4).CopyTo(packet.AsSpan(DestinationAddress));
            var now = Stopwatch.GetTimestamp();
            if (free - now > Ticks(Backlog))
                continue;
            free = Math.Max(free, now) + (long)(length / BytesPerSecond * Stopwatch.Frequency);
            _travelling.Add((free + Ticks(Delay), packet));
        }
    }

    void Deliver()
    {
        foreach (var (due, packet) in _travelling.GetConsumingEnumerable())
        {
            if (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) is { Ticks: > 0 } early)
                Thread.Sleep(early);
            _device.Write(packet);
        }
    }

    static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Ioctl(SafeFileHandle device, nuint request, byte[] value);
}
