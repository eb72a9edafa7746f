using ProftpdSharp.Configuration;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.AuthFile;

/// <summary>Refuses files that others could read hashes from or write accounts into, when the configuration is read.</summary>
static class AccountFileCheck
{
    const string Module = "mod_auth_file/1.0";

    /// <summary>Looks at the file; what is wrong with it is said in a line of its own. Null when it may be used.</summary>
    public static Errno? Run(DirectiveLine line, string path, AuthFileOption options, bool isGroups)
    {
        var name = line.Directive.Name;
        var link = line.Host.LinkStatus(path);
        var status = line.Host.Status(path);
        if (link.Kind == PathKind.Missing || status.Kind == PathKind.Missing)
        {
            line.Warn($"{Module}: unable to lstat {name} '{path}': {Errno.ENOENT.Describe()}");
            return Errno.ENOENT;
        }
        if (status.Kind == PathKind.Directory)
        {
            line.Warn($"{Module}: unable to use {name} '{path}': {Errno.EISDIR.Describe()}");
            return Errno.EISDIR;
        }
        var refusal = (options & AuthFileOption.InsecurePerms) == 0 ? CheckModes(line, path, status, isGroups) : null;
        if (refusal is null && (options & AuthFileOption.SyntaxCheck) != 0)
            refusal = CheckSyntax(line, path, isGroups);
        return refusal;
    }

    /// <summary>The hashes are in the file of users; that of groups may be read by all.</summary>
    static Errno? CheckModes(DirectiveLine line, string path, PathStatus status, bool isGroups)
    {
        var name = line.Directive.Name;
        if ((status.Mode & 0b100) != 0 && !isGroups)
            return Refuse(line, $"unable to use world-readable {name} '{path}' (perms {Octal(status.Mode)})");
        if ((status.Mode & 0b010) != 0)
            return Refuse(line, $"unable to use world-writable {name} '{path}' (perms {Octal(status.Mode)})");
        var slash = path.LastIndexOf('/');
        var directory = slash <= 0 ? "/" : path[..slash];
        var around = line.Host.Status(directory);
        return (around.Mode & 0b010) != 0
            ? Refuse(line, $"unable to use {name} from world-writable directory '{directory}' (perms {Octal(around.Mode)})")
            : null;
    }

    static Errno? CheckSyntax(DirectiveLine line, string path, bool isGroups)
    {
        var content = line.Host.ReadFile(path);
        var (bad, number) = (0, 0);
        foreach (var text in ByteStrings.FromBytes(content.Bytes ?? []).TrimEnd('\n').Split('\n'))
        {
            number++;
            if (Complaint(text, number, isGroups, out var isFatal) is not { } complaint)
                continue;
            line.Warn(complaint);
            bad += isFatal ? 1 : 0;
        }
        if (bad == 0)
            return null;
        line.Warn($"bad entries ({bad}) detected in {line.Directive.Name} {path}");
        return Errno.EINVAL;
    }

    static string? Complaint(string text, int number, bool isGroups, out bool isFatal)
    {
        isFatal = true;
        if (text.StartsWith('#'))
            return null;
        var bytes = ByteStrings.ToBytes(text);
        string? complaint;
        if (isGroups)
            AccountLines.ReadGroup(bytes, number, out complaint);
        else
            AccountLines.ReadUser(bytes, number, out complaint);
        // A group without a number is only spoken of.
        isFatal = complaint?.StartsWith("AuthGroupFile: ", StringComparison.Ordinal) != true;
        return complaint;
    }

    static Errno Refuse(DirectiveLine line, string text)
    {
        line.Warn($"{Module}: {text}: {Errno.EPERM.Describe()}");
        return Errno.EPERM;
    }

    static string Octal(int mode) => Convert.ToString(mode & 0xfff, 8).PadLeft(4, '0');
}
