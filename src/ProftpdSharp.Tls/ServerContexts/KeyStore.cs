using System.Collections.Concurrent;
using ProftpdSharp.Native.OpenSsl;

namespace ProftpdSharp.Tls.ServerContexts;

/// <summary>
/// Encrypted keys, decrypted once: a pass phrase is used and wiped, the key stays where OpenSSL needs it anyway, so that SIGHUP asks nobody again.
/// </summary>
sealed class KeyStore
{
    readonly ConcurrentDictionary<string, UnlockedFile> _unlocked = new(StringComparer.Ordinal);

    /// <summary>The key of a PEM file or token, which the caller disposes; null, with the errors, when it is not to be had.</summary>
    public PrivateKey? ReadKey(string path, out OpenSslErrors errors)
    {
        var key = KeyLocation.Read(path, [], out errors, out var isLocked);
        return key ?? (isLocked ? Find(path)?.Key?.Share() : null);
    }

    /// <summary>The content of a PKCS#12 archive, which the caller disposes; null, with the errors, when it is not to be had.</summary>
    public Pkcs12? ReadArchive(string path, out OpenSslErrors errors)
    {
        var archive = Pkcs12File.Read(path, [], out errors);
        return archive ?? (Pkcs12File.NeedsPassPhrase(errors) ? Find(path)?.Archive?.Share() : null);
    }

    /// <summary>Whether a file can be used only with a pass phrase that is not known yet.</summary>
    public bool IsLocked(KeyFile file)
    {
        if (file.IsArchive)
        {
            var archive = ReadArchive(file.Path, out var errors);
            archive?.Dispose();
            return archive is null && Pkcs12File.NeedsPassPhrase(errors);
        }
        using var key = KeyLocation.Read(file.Path, [], out _, out var isLocked);
        return key is null && isLocked && Find(file.Path) is null;
    }

    /// <summary>Opens a file with its pass phrase; false when that is wrong.</summary>
    public bool Unlock(KeyFile file, ReadOnlySpan<byte> passPhrase)
    {
        var stamp = FileStamp.Of(file.Path);
        var archive = file.IsArchive ? Pkcs12File.Read(file.Path, passPhrase, out _) : null;
        var key = file.IsArchive ? null : KeyLocation.Read(file.Path, passPhrase, out _, out _);
        if (key is null && archive is null)
            return false;
        _unlocked[file.Path] = new UnlockedFile(stamp, key, archive);
        return true;
    }

    UnlockedFile? Find(string path) => _unlocked.TryGetValue(path, out var known) && known.Stamp == FileStamp.Of(path) ? known : null;

    sealed record UnlockedFile(FileStamp Stamp, PrivateKey? Key, Pkcs12? Archive);
}

/// <summary>A file that may be encrypted.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Kind"><c>RSA</c>, <c>DSA</c>, <c>EC</c> or <c>PKCS12</c>.</param>
readonly record struct KeyFile(string Path, string Kind)
{
    public bool IsArchive => Kind == "PKCS12";
}
