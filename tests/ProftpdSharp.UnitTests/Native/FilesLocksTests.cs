using ProftpdSharp.Native;
using Xunit;
using static ProftpdSharp.UnitTests.Native.TempDirectory;

namespace ProftpdSharp.UnitTests.Native;

public sealed class FilesLocksTests : IDisposable
{
    readonly TempDirectory _temp = new();
    readonly Descriptor _one;
    readonly Descriptor _two;

    public FilesLocksTests()
    {
        _one = _temp.MakeFile("file", "0123456789");
        _two = Must(Files.OpenAt(_temp.Handle, "file", OpenFlags.ReadWrite));
    }

    public void Dispose()
    {
        _one.Dispose();
        _two.Dispose();
        _temp.Dispose();
    }

    [Fact]
    public void A_range_is_shut_to_other_openings_of_the_file()
    {
        Must(Files.Lock(_one, LockKind.Exclusive, 2, 3));
        Assert.Equal(Errno.EAGAIN, Files.Lock(_two, LockKind.Exclusive, 4, 1));
        Assert.Equal(Errno.EAGAIN, Files.Lock(_two, LockKind.Shared, 0, 0));
        Must(Files.Lock(_two, LockKind.Exclusive, 5, 0));
        Must(Files.Lock(_one, LockKind.None, 2, 3));
        Must(Files.Lock(_two, LockKind.Exclusive, 0, 0));
    }

    [Fact]
    public void Readers_share()
    {
        Must(Files.Lock(_one, LockKind.Shared));
        Must(Files.Lock(_two, LockKind.Shared));
        Assert.Equal(Errno.EAGAIN, Files.Lock(_one, LockKind.Exclusive));
    }

    [Fact]
    public void A_waiting_lock_comes_when_the_other_goes()
    {
        Must(Files.Lock(_one, LockKind.Exclusive));
        var outcome = Errno.EINVAL;
        var thread = new Thread(() => outcome = Files.Lock(_two, LockKind.Exclusive, wait: true));
        thread.Start();
        Must(Files.Lock(_one, LockKind.None));
        thread.Join();
        Must(outcome);
        Assert.Equal(Errno.EAGAIN, Files.Lock(_one, LockKind.Shared));
    }

    [Fact]
    public void The_processs_own_locks_do_not_shut_it_out_but_open_file_locks_do()
    {
        Must(Files.LockForProcess(_one, LockKind.Exclusive));
        Must(Files.LockForProcess(_two, LockKind.Exclusive));
        Assert.Equal(Errno.EAGAIN, Files.Lock(_two, LockKind.Exclusive));
        Must(Files.LockForProcess(_two, LockKind.None));
        Must(Files.Lock(_two, LockKind.Exclusive));
    }

    [Fact]
    public void Whole_file_locks()
    {
        Must(Files.Flock(_one, LockKind.Shared));
        Must(Files.Flock(_two, LockKind.Shared));
        Assert.Equal(Errno.EAGAIN, Files.Flock(_two, LockKind.Exclusive));
        Must(Files.Flock(_one, LockKind.None));
        Must(Files.Flock(_two, LockKind.Exclusive));
    }
}
