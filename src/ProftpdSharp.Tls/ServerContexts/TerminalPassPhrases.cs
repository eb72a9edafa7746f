using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Tls.ServerContexts;

/// <summary>Pass phrases from whoever starts the server (MODTLS 1.7): each is asked for twice, with three attempts to type the same and three to be right.</summary>
static class TerminalPassPhrases
{
    const int Attempts = 3;
    const string Introduction = "\nPlease provide passphrases for these encrypted certificate keys:\n";
    const string Different = "Verify failure\n\nPassphrases do not match.  Please try again.\n";
    const string Wrong = "\nWrong passphrase for this key.  Please try again.\n";

    /// <summary>Waits for a person: on a thread of its own.</summary>
    public static Task<bool> OpenAsync(SecretPrompt ask, KeyStore store, KeyFile file, KeyOwner owner) =>
        Task.Factory.StartNew(
            () => Open(ask, store, file, owner), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    static bool Open(SecretPrompt ask, KeyStore store, KeyFile file, KeyOwner owner)
    {
        var prompt = $"{file.Kind}{(file.IsArchive ? " password" : " key")} for the {owner.Address}#{owner.Port} ({owner.Name}) server: ";
        var before = Introduction;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            using var phrase = AskTwice(ask, before, prompt);
            if (phrase is null)
                break;
            if (store.Unlock(file, phrase.Text))
                return true;
            before = Wrong;
        }
        return false;
    }

    /// <summary>A phrase that was typed twice; null when nobody types or the two were never the same.</summary>
    static PassPhrase? AskTwice(SecretPrompt ask, string before, string prompt)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var phrase = new PassPhrase();
            using var again = new PassPhrase();
            if (!Ask(ask, before + prompt, phrase) || !Ask(ask, $"Verifying - {prompt}", again))
            {
                phrase.Dispose();
                return null;
            }
            if (phrase.Text.SequenceEqual(again.Text))
                return phrase;
            phrase.Dispose();
            before = Different;
        }
        return null;
    }

    static bool Ask(SecretPrompt ask, string prompt, PassPhrase phrase)
    {
        var length = ask(prompt, phrase.Room.Span);
        if (length < 0)
            return false;
        phrase.Take(length);
        return true;
    }
}
