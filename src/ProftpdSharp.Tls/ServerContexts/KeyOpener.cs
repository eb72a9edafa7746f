using System.Collections.Concurrent;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native.OpenSsl;
using ProftpdSharp.Tls.Settings;

namespace ProftpdSharp.Tls.ServerContexts;

/// <summary>The server that a key belongs to, as those who know pass phrases are told.</summary>
/// <param name="Name">ServerName.</param>
/// <param name="Address">Its first address.</param>
/// <param name="Port">Its port.</param>
/// <param name="Provider">TLSPassPhraseProvider; null for none.</param>
readonly record struct KeyOwner(string Name, string Address, int Port, string? Provider);

/// <summary>Gets pass phrases for encrypted key files: from TLSPassPhraseProvider, else at the start from the terminal.</summary>
sealed class KeyOpener(ServerHost host, KeyStore store)
{
    readonly ConcurrentDictionary<string, (KeyFile File, KeyOwner Owner)> _known = new(StringComparer.Ordinal);

    /// <summary>Before the server serves: sees to it that a file can be used; false when it cannot.</summary>
    public async ValueTask<bool> OpenAsync(KeyFile file, KeyOwner owner)
    {
        _known[file.Path] = (file, owner);
        if (!store.IsLocked(file))
            return true;
        if (owner.Provider is { } provider)
            return await AskProviderAsync(file, owner, provider);
        return host.AskSecret is { } ask && await TerminalPassPhrases.OpenAsync(ask, store, file, owner);
    }

    /// <summary>While it serves: opens those of the files that have changed and are encrypted. What cannot be opened is said.</summary>
    public async ValueTask OpenChangedAsync(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            if (!_known.TryGetValue(path, out var known) || !await IsLockedAsync(known.File))
                continue;
            if (known.Owner.Provider is not { } provider)
                Complain(known.File, "it is encrypted, and without TLSPassPhraseProvider a running server has nobody to ask for the pass phrase");
            else if (!await AskProviderAsync(known.File, known.Owner, provider))
                Complain(known.File, "TLSPassPhraseProvider gave no pass phrase that opens it");
        }
    }

    /// <summary>Reading files may take its time.</summary>
    Task<bool> IsLockedAsync(KeyFile file) =>
        Task.Factory.StartNew(() => store.IsLocked(file), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    async ValueTask<bool> AskProviderAsync(KeyFile file, KeyOwner owner, string provider)
    {
        using var phrase = await PassPhraseProvider.AskAsync(host, provider, $"{owner.Name}:{owner.Port}", file.Kind);
        return phrase is not null && store.Unlock(file, phrase.Text);
    }

    void Complain(KeyFile file, string why) =>
        host.Log.Write(LogLevel.Notice, null, $"{Upstream.Label}: unable to use {file.Kind} certificate key in '{TokenKey.WithoutPin(file.Path)}': {why}");
}
