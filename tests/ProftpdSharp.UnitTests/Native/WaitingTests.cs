using System.Diagnostics;
using ProftpdSharp.Native;
using Xunit;
using static ProftpdSharp.UnitTests.Native.TempDirectory;

namespace ProftpdSharp.UnitTests.Native;

/// <summary>poll, epoll and eventfd.</summary>
public sealed class WaitingTests : IDisposable
{
    readonly PipeEnds _pipe = Must(Files.Pipe2(nonBlocking: true));

    public void Dispose() => _pipe.Dispose();

    [Fact]
    public void Poll_reports_each_descriptor_by_itself()
    {
        Span<PollItem> items = [new(_pipe.Reading, PollEvents.In), new(_pipe.Writing, PollEvents.Out)];
        Assert.Equal(1, Must(Poll.Wait(items, -1)));
        Assert.Equal(PollEvents.None, items[0].Happened);
        Assert.Equal(PollEvents.Out, items[1].Happened);
        Must(Files.Write(_pipe.Writing, "x"u8).Error);
        Assert.Equal(2, Must(Poll.Wait(items, -1)));
        Assert.Equal(PollEvents.In, items[0].Happened);
        _pipe.Writing.Dispose();
        Assert.Equal(PollEvents.In | PollEvents.HangUp, Must(Poll.Wait(_pipe.Reading, PollEvents.In, 0)));
    }

    [Fact]
    public void Poll_ends_with_its_time()
    {
        Assert.Equal(PollEvents.None, Must(Poll.Wait(_pipe.Reading, PollEvents.In, 0)));
        var clock = Stopwatch.StartNew();
        Assert.Equal(PollEvents.None, Must(Poll.Wait(_pipe.Reading, PollEvents.In, 30)));
        Assert.True(clock.ElapsedMilliseconds >= 29);
    }

    [Fact]
    public void Epoll_gives_the_tokens_of_what_is_ready()
    {
        using var second = Must(Files.Pipe2(nonBlocking: true));
        using var epoll = Must(Epoll.Create());
        Must(epoll.Add(_pipe.Reading, EpollEvents.In, 0x1122334455667788));
        Must(epoll.Add(second.Reading, EpollEvents.In, ulong.MaxValue));
        var events = new EpollEvent[8];
        Assert.Equal(0, Must(epoll.Wait(events, 0)));
        Must(Files.Write(_pipe.Writing, "x"u8).Error);
        Must(Files.Write(second.Writing, "x"u8).Error);
        Assert.Equal(2, Must(epoll.Wait(events, -1)));
        Assert.Equal(new ulong[] { 0x1122334455667788, ulong.MaxValue }, events.Take(2).Select(item => item.Token).Order());
        Assert.All(events.Take(2), item => Assert.Equal(EpollEvents.In, item.Events));
        Assert.Equal(1, Must(epoll.Wait(events.AsSpan(0, 1), -1)));
    }

    [Fact]
    public void Epoll_one_shot_is_silent_until_modified()
    {
        using var epoll = Must(Epoll.Create());
        var events = new EpollEvent[8];
        Must(epoll.Add(_pipe.Reading, EpollEvents.In | EpollEvents.OneShot, 1));
        Must(Files.Write(_pipe.Writing, "x"u8).Error);
        Assert.Equal(1, Must(epoll.Wait(events, -1)));
        Assert.Equal(0, Must(epoll.Wait(events, 0)));
        Must(epoll.Modify(_pipe.Reading, EpollEvents.In | EpollEvents.OneShot, 2));
        Assert.Equal(1, Must(epoll.Wait(events, -1)));
        Assert.Equal(2ul, events[0].Token);
    }

    [Fact]
    public void Epoll_says_what_is_wrong()
    {
        using var temp = new TempDirectory();
        using var epoll = Must(Epoll.Create());
        Must(epoll.Add(_pipe.Reading, EpollEvents.In, 1));
        Assert.Equal(Errno.EEXIST, epoll.Add(_pipe.Reading, EpollEvents.In, 1));
        Must(epoll.Remove(_pipe.Reading));
        Assert.Equal(Errno.ENOENT, epoll.Remove(_pipe.Reading));
        Assert.Equal(Errno.ENOENT, epoll.Modify(_pipe.Reading, EpollEvents.In, 1));
        using var file = temp.MakeFile("file");
        Assert.Equal(Errno.EPERM, epoll.Add(file, EpollEvents.In, 1));
        Assert.Equal(Errno.EINVAL, epoll.Wait([], 0).Error);
    }

    [Fact]
    public void An_event_descriptor_wakes_another_thread()
    {
        using var wake = Must(EventFd.Create());
        Assert.False(wake.Take());
        var thread = new Thread(() => Must(wake.Signal()));
        thread.Start();
        Assert.Equal(PollEvents.In, Must(Poll.Wait(wake.Descriptor, PollEvents.In, -1)));
        thread.Join();
        Must(wake.Signal());
        Assert.True(wake.Take());
        Assert.False(wake.Take());
    }
}
