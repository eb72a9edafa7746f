using System.Runtime.InteropServices;

namespace ProftpdSharp.Native;

/// <summary>The process, its descriptors, and becoming another program.</summary>
public static unsafe partial class Processes
{
    const int SetThreadNameOption = 15;
    const nint CloseRangeNumber = 436;

    /// <summary>execve(2): becomes another program under the same process id; returns only when it could not.</summary>
    /// <param name="environment">"NAME=value" each.</param>
    /// <remarks>Ignored signals stay ignored and the calling thread's signal mask, capabilities and umask are inherited.</remarks>
    public static Errno Execve(string path, IReadOnlyList<string> arguments, IReadOnlyList<string> environment)
    {
        if (!ByteStrings.IsPassable(path) || !arguments.All(Passable) || !environment.All(Passable))
            return Errno.EINVAL;
        using var argv = new StringVector(arguments);
        using var envp = new StringVector(environment);
        return Call.Outcome(execve(path, argv.Pointer, envp.Pointer));

        static bool Passable(string text) => ByteStrings.IsPassable(text);
    }

    public static int Getpid() => getpid();

    public static int Getppid() => getppid();

    /// <summary>setsid(2); EPERM for a process group's leader.</summary>
    public static Errno Setsid() => Call.Outcome(setsid());

    /// <summary>dup2(2): not close-on-exec: <paramref name="number"/> is closed and then names the same file.</summary>
    public static Errno Dup2(SafeHandle source, int number)
    {
        int result;
        do
            result = dup2(source, number);
        while (Call.Interrupted(result));
        return Call.Outcome(result);
    }

    /// <summary>Another descriptor of the same file, close-on-exec.</summary>
    public static Result<Descriptor> Duplicate(SafeHandle source) => Call.Owned(fcntl(source, 1030, 0));

    /// <summary>Whether execve hands the descriptor on to the next program.</summary>
    public static Errno SetInherited(SafeHandle target, bool inherited) => Call.Outcome(fcntl(target, 2, inherited ? 0 : 1));

    /// <summary>close_range(2) of the descriptors <paramref name="first"/> to <paramref name="last"/>; ENOSYS before Linux 5.9.</summary>
    /// <param name="onExec">They are closed by execve and not now; EINVAL before Linux 5.11.</param>
    public static Errno CloseRange(uint first, uint last, bool onExec) =>
        Call.Outcome(closeRange(CloseRangeNumber, first, last, onExec ? 4u : 0));

    /// <summary>kill(2); <see cref="Signal.None"/> only asks whether there is such a process.</summary>
    /// <param name="pid">A process; negative for a process group.</param>
    public static Errno Kill(int pid, Signal signal) => Call.Outcome(kill(pid, (int)signal));

    /// <summary>The calling thread's name as ps and top show it; 15 bytes, the rest is cut off.</summary>
    public static Errno SetThreadName(string name) =>
        ByteStrings.IsPassable(name) ? Call.Outcome(prctl(SetThreadNameOption, name, 0, 0, 0)) : Errno.EINVAL;

    /// <summary>The process's name as ps, top and killall know it, from any thread; 15 bytes, the rest is cut off.</summary>
    public static Errno SetProcessName(string name)
    {
        var file = Files.Open("/proc/self/comm", OpenFlags.WriteOnly);
        if (!file.Ok)
            return file.Error;
        using (file.Value)
            return Files.Write(file.Value, ByteStrings.ToBytes(name)).Error;
    }

    /// <summary>Whether the descriptor is a terminal.</summary>
    public static bool Isatty(SafeHandle target) => isatty(target) == 1;

    /// <summary>
    /// The arguments the process was started with, argv[0] first, as byte strings; .NET's own hides argv[0] and decodes them.
    /// </summary>
    public static Result<string[]> CommandLine()
    {
        var text = ReadAll("/proc/self/cmdline");
        return text.Ok ? text.Value.TrimEnd('\0').Split('\0') : text.Error;
    }

    /// <summary>uname(2).</summary>
    public static SystemName Uname()
    {
        Span<byte> fields = stackalloc byte[6 * SystemName.FieldSize];
        fixed (byte* room = fields)
            return uname(room) == 0 ? SystemName.Read(fields) : default;
    }

    /// <summary>The machine's name, as gethostname(2).</summary>
    public static string HostName() => Uname().Node;

    static Result<string> ReadAll(string path)
    {
        var file = Files.Open(path, OpenFlags.ReadOnly);
        if (!file.Ok)
            return file.Error;
        using var descriptor = file.Value;
        var bytes = new MemoryStream();
        Span<byte> part = stackalloc byte[4096];
        while (true)
        {
            var count = Files.Read(descriptor, part);
            if (!count.Ok)
                return count.Error;
            if (count.Value == 0)
                return ByteStrings.FromBytes(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
            bytes.Write(part[..count.Value]);
        }
    }

    [LibraryImport(Libraries.C, SetLastError = true, StringMarshalling = StringMarshalling.Custom,
        StringMarshallingCustomType = typeof(Latin1StringMarshaller))]
    private static partial int execve(string path, byte** arguments, byte** environment);

    [LibraryImport(Libraries.C)]
    private static partial int getpid();

    [LibraryImport(Libraries.C)]
    private static partial int getppid();

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int setsid();

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int dup2(SafeHandle source, int number);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int fcntl(SafeHandle target, int command, nint argument);

    [LibraryImport(Libraries.C, EntryPoint = "syscall", SetLastError = true)]
    private static partial nint closeRange(nint number, nuint first, nuint last, nuint flags);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int kill(int pid, int signal);

    [LibraryImport(Libraries.C, SetLastError = true, StringMarshalling = StringMarshalling.Custom,
        StringMarshallingCustomType = typeof(Latin1StringMarshaller))]
    private static partial int prctl(int option, string name, nuint third, nuint fourth, nuint fifth);

    [LibraryImport(Libraries.C)]
    private static partial int isatty(SafeHandle target);

    [LibraryImport(Libraries.C)]
    private static partial int uname(byte* fields);
}

/// <summary>What uname(2) tells: "Linux", the machine's name, the kernel's release and version, the architecture.</summary>
public readonly record struct SystemName(string System, string Node, string Release, string Version, string Machine)
{
    internal const int FieldSize = 65;

    internal static SystemName Read(ReadOnlySpan<byte> fields) =>
        new(Field(fields, 0), Field(fields, 1), Field(fields, 2), Field(fields, 3), Field(fields, 4));

    static string Field(ReadOnlySpan<byte> fields, int index) =>
        ByteStrings.FromTerminated(fields.Slice(index * FieldSize, FieldSize));
}
