using System.Diagnostics;
using System.Text;
using ProftpdSharp.Native;
using Xunit;
using static ProftpdSharp.UnitTests.Native.TempDirectory;

namespace ProftpdSharp.UnitTests.Native;

public class ProcessesTests
{
    readonly bool _root = Identity.EffectiveUser == 0;

    [Fact]
    public void Execve_becomes_the_program_under_the_same_process_id()
    {
        var (output, _, pid) = Child("execve");
        // $0 is the argument after the script, argv[0] is the shell's own.
        Assert.Equal($"x {pid} caf\u00e9 given", output);
    }

    [Fact]
    public void Execve_returns_when_it_cannot()
    {
        Assert.Equal(Errno.ENOENT, Processes.Execve("/nonexistent", ["x"], []));
        Assert.Equal(Errno.EINVAL, Processes.Execve("/bin/tr\0ue", ["x"], []));
        Assert.Equal(Errno.EINVAL, Processes.Execve("/bin/true", ["x\0"], []));
        Assert.Equal(Errno.EINVAL, Processes.Execve("/bin/true", ["x"], ["A=\u0394"]));
    }

    [Fact]
    public void The_command_line_is_whole()
    {
        var (output, _, _) = Child("arguments", "", "two words");
        Assert.EndsWith("|arguments||two words", output);
        Assert.Equal(File.ReadAllText("/proc/self/cmdline").Split('\0')[0], Must(Processes.CommandLine())[0]);
    }

    [Theory]
    [InlineData(Signal.SIGTERM)]
    [InlineData(Signal.SIGSEGV)]
    [InlineData(Signal.SIGABRT)]
    public void Dying_of_a_signal_is_seen_by_the_parent(Signal signal)
    {
        var (_, status, _) = Child("die", signal.ToString());
        Assert.Equal(128 + (int)signal, status);
    }

    [Theory]
    [InlineData(Signal.SIGSEGV)]
    [InlineData(Signal.SIGABRT)]
    [InlineData(Signal.SIGBUS)]
    public void A_deadly_signal_from_outside_is_handled_and_the_processs_own_faults_are_exceptions(Signal signal)
    {
        var (output, status, _) = Child("sent", signal.ToString());
        Assert.Equal(("fault\nhandled", 128 + (int)signal), (output, status));
    }

    [Fact]
    public void Nothing_but_what_was_put_in_place_reaches_the_next_program()
    {
        var (output, _, _) = Child("close");
        // 3 is ls's own look at the directory.
        Assert.Equal(["0", "1", "2", "3", "7"], output.Split('\n'));
    }

    [Fact]
    public void A_new_session_is_made_once() => Assert.EndsWith("EPERM", Child("session").Output);

    [Fact]
    public void Leaving_root_is_for_every_thread_and_for_good()
    {
        var expected = _root
            ? "Uid:\t4244\t4244\t4244\t4244\nGid:\t4243\t4243\t4243\t4243\nGroups:\t4242"
            : Status("Uid", "Gid", "Groups");
        Assert.Equal(expected, string.Join('\n', Child("user").Output.Split('\n').Select(line => line.Trim())));
    }

    [Fact]
    public void The_bounding_set_is_handed_on_by_execve()
    {
        var output = Child("bounding").Output;
        if (Must(Capabilities.Read()).Effective.Contains(Capability.Setpcap))
            Assert.Equal("CapBnd:\t0000000000000001", output);
        else
            Assert.Equal(Status("CapBnd"), output);
    }

    [Fact]
    public void Switched_threads_allocate_nothing_from_the_first_call_on()
    {
        using var temp = new TempDirectory();
        Assert.Equal("0", Child("allocations", temp.Path).Output);
        Assert.Equal(0x180u, Must(Files.StatAt(temp.Handle, "file")).Permissions);
    }

    [Fact]
    public void Signals_do_not_cut_a_wait_short() => Assert.Equal("None In 3", Child("interrupted").Output);

    [Fact]
    public void The_process_is_renamed_from_any_thread()
    {
        var before = File.ReadAllText("/proc/self/comm").Trim();
        var (named, thread) = OwnThread.Run(() =>
        {
            Must(Processes.SetThreadName("a thread"));
            Must(Processes.SetProcessName("renamed-for-test"));
            return (File.ReadAllText("/proc/self/comm").Trim(), File.ReadAllText("/proc/thread-self/comm").Trim());
        });
        Must(Processes.SetProcessName(before));
        Assert.Equal("renamed-for-tes", named);
        Assert.Equal("a thread", thread);
        Assert.Equal(before, File.ReadAllText("/proc/self/comm").Trim());
    }

    [Fact]
    public void Processes_that_are_gone_take_no_signals()
    {
        Must(Processes.Kill(Environment.ProcessId, Signal.None));
        Assert.Equal(Errno.ESRCH, Processes.Kill(int.MaxValue, Signal.None));
        Assert.Equal(Environment.ProcessId, Processes.Getpid());
    }

    [Fact]
    public void A_file_is_no_terminal()
    {
        using var file = Must(Files.Open("/dev/null", OpenFlags.ReadOnly));
        Assert.False(Processes.Isatty(file));
    }

    [Fact]
    public void A_duplicate_outlives_its_source()
    {
        var first = Must(Files.Open("/", OpenFlags.Path));
        using var second = Must(Processes.Duplicate(first));
        first.Dispose();
        Assert.True(Files.Fstat(second).Ok);
    }

    [Fact]
    public void The_machine_is_named()
    {
        var name = Processes.Uname();
        Assert.Equal("Linux", name.System);
        Assert.Equal(File.ReadAllText("/proc/sys/kernel/hostname").Trim(), Processes.HostName());
        Assert.Equal(File.ReadAllText("/proc/sys/kernel/osrelease").Trim(), name.Release);
        Assert.Contains(name.Machine, new[] { "x86_64", "aarch64" });
    }

    [Fact]
    public void Limits_are_read_and_set()
    {
        var core = Must(Resources.Getrlimit(Resource.Core));
        Must(Resources.Setrlimit(Resource.Core, core with { Soft = 0 }));
        Assert.Equal(0ul, Must(Resources.Getrlimit(Resource.Core)).Soft);
        Must(Resources.Setrlimit(Resource.Core, core));
        Assert.Equal(core, Must(Resources.Getrlimit(Resource.Core)));
        Assert.Equal(Errno.EINVAL, Resources.Setrlimit(Resource.Core, new ResourceLimit(2, 1)));
    }

    [Fact]
    public void Pinned_memory_is_locked()
    {
        var secret = GC.AllocateArray<byte>(64, pinned: true);
        Must(Resources.Mlock(secret));
        Must(Resources.Munlock(secret));
    }

    [Fact]
    public void Signals_are_ignored_and_given_back()
    {
        Assert.True(Must(Signals.IsIgnored(Signal.SIGPIPE)));
        Must(Signals.Ignore(Signal.SIGXFSZ));
        Assert.True(Must(Signals.IsIgnored(Signal.SIGXFSZ)));
        Must(Signals.ResetToDefault(Signal.SIGXFSZ));
        Assert.False(Must(Signals.IsIgnored(Signal.SIGXFSZ)));
        Assert.Equal(Errno.EINVAL, Signals.Ignore(Signal.SIGKILL));
    }

    [Fact]
    public void The_native_environment_is_not_dotnets_copy()
    {
        const string name = "PROFTPDSHARP_TEST";
        Assert.Null(NativeEnvironment.Get(name));
        Must(NativeEnvironment.Set(name, "caf\u00e9"));
        Assert.Equal("caf\u00e9", NativeEnvironment.Get(name));
        Assert.Null(Environment.GetEnvironmentVariable(name));
        Must(NativeEnvironment.Unset(name));
        Assert.Null(NativeEnvironment.Get(name));
        Assert.Equal(Errno.EINVAL, NativeEnvironment.Set("A=B", "c"));
        Assert.Equal(Errno.EINVAL, NativeEnvironment.Set("", "c"));
        Assert.Equal(Errno.EINVAL, NativeEnvironment.Set("A", "c\0d"));
    }

    static string Status(params string[] names) => string.Join('\n',
        File.ReadLines("/proc/self/status").Where(line => names.Contains(line.Split(':')[0])).Select(line => line.Trim()));

    static (string Output, int Status, int ProcessId) Child(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(ChildProgram).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.Latin1,
        };
        // The runtime's crash dumps and diagnostics port have no part in this.
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd().TrimEnd('\n');
        process.WaitForExit();
        return (output, process.ExitCode, process.Id);
    }
}
