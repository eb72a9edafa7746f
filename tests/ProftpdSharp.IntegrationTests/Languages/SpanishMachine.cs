using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Servers;

namespace ProftpdSharp.IntegrationTests.Languages;

/// <summary>Makes the locale es_ES.UTF-8, and programs that run a server in a locale of choice: C.UTF-8, C and this are all that its machine has.</summary>
public sealed class SpanishMachine : IAsyncDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("proftpd-locale-").FullName;

    /// <exception cref="InvalidOperationException">The C library's sources of locales are missing.</exception>
    public static async Task<SpanishMachine> CreateAsync()
    {
        var machine = new SpanishMachine();
        var made = await CommandRunner.RunAsync("localedef", ["-i", "es_ES", "-f", "UTF-8", "--no-archive", $"{machine._folder}/es_ES.UTF-8"]);
        return Directory.Exists($"{machine._folder}/es_ES.UTF-8/LC_MESSAGES") ? machine : throw new InvalidOperationException(made.Error);
    }

    /// <summary>A server that starts with this environment and no other locale variable, as <c>LANG=es_ES.UTF-8</c>.</summary>
    public ServerBinary Speaking(string server, string environment)
    {
        var binary = ServerBinary.Of(server);
        var program = $"{_folder}/{server}";
        File.WriteAllText(program, $"#!/bin/sh\nunset LC_ALL LANG\nexport LOCPATH={_folder} {environment}\nexec {binary.Path} \"$@\"\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return binary with { Path = program };
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
