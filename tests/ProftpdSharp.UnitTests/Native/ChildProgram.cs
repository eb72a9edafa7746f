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
