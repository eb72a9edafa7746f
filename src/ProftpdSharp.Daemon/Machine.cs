using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using ProftpdSharp.Configuration;
using ProftpdSharp.Native;

namespace ProftpdSharp.Daemon;

/// <summary>This machine for the configuration loader: files by bytes, the native environment, names and devices.</summary>
static class Machine
{
    /// <summary>No configuration is larger; a device that never ends could be included.</summary>
    const int LargestFile = 16 << 20;

    public static ConfigurationHost Host { get; } = new()
    {
        ReadFile = ReadFile,
        LinkStatus = path => Status(path, AtFlags.NoFollow),
        Status = path => Status(path, AtFlags.None),
        ListDirectory = ListDirectory,
        CompilePattern = CompilePattern,
        Resolve = Resolve,
        HostName = Dns.GetHostName,
        GetVariable = NativeEnvironment.Get,
        SetVariable = SetVariable,
        UnsetVariable = UnsetVariable,
    };

    static FileContent ReadFile(string path)
    {
        var content = Files.ReadWhole(path, LargestFile);
        return content.Ok ? new FileContent(content.Value) : new FileContent(null, content.Error.Describe());
    }

    static PathStatus Status(string path, AtFlags flags)
    {
        var status = Files.StatAt(Descriptor.WorkingDirectory, path, flags);
        if (!status.Ok)
            return new PathStatus(PathKind.Missing, 0, status.Error.Describe());
        var kind = status.Value.Kind switch
        {
            FileKind.Regular => PathKind.File,
            FileKind.Directory => PathKind.Directory,
            FileKind.SymbolicLink => PathKind.SymbolicLink,
            _ => PathKind.Other,
        };
        return new PathStatus(kind, (int)status.Value.Permissions);
    }

    static DirectoryListing ListDirectory(string path)
    {
        var names = Files.ReadNames(path);
        return names.Ok ? new DirectoryListing(names.Value) : new DirectoryListing(null, names.Error.Describe());
    }

    static CompiledPattern CompilePattern(string pattern) =>
        RegularExpression.TryCompile(pattern, ignoreCase: false, out var compiled, out var error)
            ? new CompiledPattern(compiled.IsMatch)
            : new CompiledPattern(null, error.Text);

    /// <summary>An address, a host name or a device; IPv4 first, as upstream asks for it first.</summary>
    static ResolvedName Resolve(string name, bool allowsIPv6)
    {
        var addresses = AddressText.Parse(name) is { } literal ? [literal] : HostNames.Addresses(name);
        if (addresses.Length == 0)
            addresses = OfDevice(name);
        var usable = addresses.Where(address => allowsIPv6 || address.AddressFamily == AddressFamily.InterNetwork)
            .OrderBy(address => address.AddressFamily == AddressFamily.InterNetwork ? 0 : 1).ToArray();
        return usable.Length > 0 ? new ResolvedName(usable) : new ResolvedName([], Errno.ENOENT.Describe());
    }

    /// <summary>Of a device the first IPv4 address counts, as in upstream.</summary>
    static IPAddress[] OfDevice(string name) =>
        [.. NetworkInterface.GetAllNetworkInterfaces()
            .Where(device => device.Name == name)
            .SelectMany(device => device.GetIPProperties().UnicastAddresses)
            .Select(address => address.Address)
            .OrderBy(address => address.AddressFamily == AddressFamily.InterNetwork ? 0 : 1)
            .Take(1)];

    /// <summary>A name that the C library refuses (it holds an equals sign) is left unset, as upstream leaves it.</summary>
    static void SetVariable(string name, string value)
    {
        if (NativeEnvironment.Set(name, value) == Errno.None && name == "TZ")
            NativeEnvironment.Tzset();
    }

    static void UnsetVariable(string name)
    {
        if (NativeEnvironment.Unset(name) == Errno.None && name == "TZ")
            NativeEnvironment.Tzset();
    }
}
