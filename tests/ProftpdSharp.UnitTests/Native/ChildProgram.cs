using System.Runtime.InteropServices;
using ProftpdSharp.Native;

namespace ProftpdSharp.UnitTests.Native;

/// <summary>
/// The test program run by itself, as a child: for what a process can do only once or only to itself, such as becoming another
/// program. The first argument says what; the answer goes to standard output.
/// </summary>
static class ChildProgram
{
    public static int Main(string[] arguments)
    {
        switch (arguments[0])
        {
            case "execve":
                return Report(Processes.Execve(
                    "/bin/sh", ["named", "-c", "echo $0 $$ \"$1\" $VALUE", "x", "caf\u00e9"], ["VALUE=given", "PATH=/bin"]));
            case "arguments":
                Write(string.Join('|', Processes.CommandLine().Value ?? []));
                return 0;
            case "die":
                return Report(Signals.Die(Enum.Parse<Signal>(arguments[1])));
            case "close":
                return Close();
            case "session":
                return Session();
            case "user":
                return Report(Leave());
            case "bounding":
                Capabilities.LimitBounding(CapabilitySet.Of(Capability.Chown));
                return Report(Processes.Execve("/bin/grep", ["grep", "CapBnd", "/proc/self/status"], []));
            case "sent":
                return Sent(Enum.Parse<Signal>(arguments[1]));
            case "interrupted":
                Write(Interrupted());
                return 0;
            case "allocations":
                Write($"{SwitchedCalls.AllocatedByFirstRound(arguments[1])}");
                return 0;
            default:
                return 99;
        }
    }

    /// <summary>After everything above 2 is set to close on exec, the program executed has only what was put in place of 7.</summary>
    static int Close()
    {
        using var kept = Files.Open("/dev/null", OpenFlags.ReadOnly).Value!;
        Processes.CloseRange(3, uint.MaxValue, onExec: true);
        Processes.Dup2(kept, 7);
        return Report(Processes.Execve("/bin/ls", ["ls", "/proc/self/fd"], []));
    }

    /// <summary>A fault of its own is an exception; the same signal from outside is handled, and then died of.</summary>
    static int Sent(Signal signal)
    {
        using var registration = PosixSignalRegistration.Create((PosixSignal)signal, context =>
        {
            context.Cancel = true;
            Write("handled");
            Signals.Die(signal);
        });
        try
        {
            // An element that was never set: null, and the compiler does not know.
            var words = new string[1];
            Write($"{words[0].Length}");
        }
        catch (NullReferenceException)
        {
            Write("fault");
        }
        Processes.Kill(Processes.Getpid(), signal);
        Thread.Sleep(Timeout.Infinite);
        return 0;
    }

    /// <summary>The main thread, which the kernel gives a process's signals first, polls while signals come, and then a byte.</summary>
    static string Interrupted()
    {
        var (signals, returned) = (0, false);
        using var registration = PosixSignalRegistration.Create((PosixSignal)Signal.SIGUSR1, signal =>
        {
            signal.Cancel = true;
            Interlocked.Increment(ref signals);
        });
        using var pipe = Files.Pipe2(nonBlocking: true).Value;
        var thread = new Thread(() =>
        {
            for (var sent = 0; sent < 3; sent++)
            {
                SpinWait.SpinUntil(() => Volatile.Read(ref returned) || IsPolling());
                Processes.Kill(Processes.Getpid(), Signal.SIGUSR1);
                SpinWait.SpinUntil(() => Volatile.Read(ref signals) > sent);
            }
            Files.Write(pipe.Writing, "x"u8);
        });
        thread.Start();
        var happened = Poll.Wait(pipe.Reading, PollEvents.In, -1);
        Volatile.Write(ref returned, true);
        thread.Join();
        return $"{happened.Error} {happened.Value} {signals}";
    }

    /// <summary>Whether the main thread sits in poll, which is system call 7 on x86_64 and, as ppoll, 73 on aarch64.</summary>
    static bool IsPolling() => File.ReadAllText($"/proc/self/task/{Environment.ProcessId}/syscall").Split(' ')[0] is "7" or "73";

    static int Session()
    {
        var error = Processes.Setsid();
        Write($"{error} {Processes.Setsid()}");
        return 0;
    }

    static Errno Leave()
    {
        Identity.SetProcessGroups([4242]);
        Identity.SetProcessGroup(4243);
        Identity.SetProcessUser(4244);
        return Processes.Execve("/bin/grep", ["grep", "-E", "^(Uid|Gid|Groups):", "/proc/self/status"], []);
    }

    static int Report(Errno error)
    {
        Write($"{error}");
        return error == Errno.None ? 0 : 1;
    }

    static void Write(string text) => Files.Write(Descriptor.Borrow(1), ByteStrings.ToBytes(text + "\n"));
}
