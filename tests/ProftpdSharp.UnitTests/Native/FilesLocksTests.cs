using ProftpdSharp.Native;
using Xunit;
using static ProftpdSharp.UnitTests.Native.TempDirectory;

namespace ProftpdSharp.UnitTests.Native;

public sealed class FilesLocksTests : IDisposable
{
    readonly TempDirectory temp = new();
    readonly Descriptor one;
    readonly Descriptor two;

    public FilesLocksTests()
    {
        one = temp.MakeFile("file", "0123456789");
        two = Must(Files.OpenAt(temp.Handle, "file", OpenFlags.ReadWrite));
    }

    public void Dispose()
    {
        one.Dispose();
        two.Dispose();
        temp.Dispose();
    }

    [Fact]
    public void A_range_is_shut_to_other_openings_of_the_file()
    {
        Must(Files.Lock(one, LockKind.Exclusive, 2, 3));
        Assert.Equal(Errno.EAGAIN, Files.Lock(two, LockKind.Exclusive, 4, 1));
        Assert.Equal(Errno.EAGAIN, Files.Lock(two, LockKind.Shared, 0, 0));
        Must(Files.Lock(two, LockKind.Exclusive, 5, 0));
        Must(Files.Lock(one, LockKind.None, 2, 3));
        Must(Files.Lock(two, LockKind.Exclusive, 0, 0));
    }

    [Fact]
    public void Readers_share()
    {
        Must(Files.Lock(one, LockKind.Shared));
        Must(Files.Lock(two, LockKind.Shared));
        Assert.Equal(Errno.EAGAIN, Files.Lock(one, LockKind.Exclusive));
    }

    [Fact]
    public void A_waiting_lock_comes_when_the_other_goes()
    {
        Must(Files.Lock(one, LockKind.Exclusive));
        var outcome = Errno.EINVAL;
        var thread = new Thread(() => outcome = Files.Lock(two, LockKind.Exclusive, wait: true));
        thread.Start();
        Must(Files.Lock(one, LockKind.None));
        thread.Join();
        Must(outcome);
        Assert.Equal(Errno.EAGAIN, Files.Lock(one, LockKind.Shared));
    }

    [Fact]
    public void The_processs_own_locks_do_not_shut_it_out_but_open_file_locks_do()
    {
        Must(Files.LockForProcess(one, LockKind.Exclusive));
        Must(Files.LockForProcess(two, LockKind.Exclusive));
        Assert.Equal(Errno.EAGAIN, Files.Lock(two, LockKind.Exclusive));
        Must(Files.LockForProcess(two, LockKind.None));
        Must(Files.Lock(two, LockKind.Exclusive));
    }

    [Fact]
    public void Whole_file_locks()
    {
        Must(Files.Flock(one, LockKind.Shared));
        Must(Files.Flock(two, LockKind.Shared));
        Assert.Equal(Errno.EAGAIN, Files.Flock(two, LockKind.Exclusive));
        Must(Files.Flock(one, LockKind.None));
        Must(Files.Flock(two, LockKind.Exclusive));
    }
}
