using System.Text;
using ProftpdSharp.IntegrationTests.Running;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Ftp;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Languages;

/// <summary>mod_lang: both servers choose the same languages and say the same in them.</summary>
public sealed class LanguageTests
{
    /// <summary>One catalogue, of Debian's package of ProFTPD; the order of several is the file system's.</summary>
    const string OneCatalogue = "LangPath {ROOT}/locale\n";

    public static TheoryData<string> Servers => [ServerBinary.Oracle.Name, ServerBinary.Ours.Name];

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Replies_are_in_the_language_of_the_environment(string server)
    {
        await using var machine = await SpanishMachine.CreateAsync();
        await using var running = await StartAsync(machine.Speaking(server, "LANG=es_ES.UTF-8"), OneCatalogue);
        await using var client = await running.ConnectAsync();

        Assert.StartsWith("220 Servidor ProFTPD (Integration) [", (await client.ReadReplyAsync()).Text, StringComparison.Ordinal);
        await SayAsync(
            client,
            ("FOO", "500 No entiendo FOO"),
            ("PWD", "530 Por favor inicia sesión con USER y PASS"),
            ("USER alice", "331 Contraseña necesaria para alice"),
            ("PASS wrong", "530 Login incorrecto"),
            ("USER alice", "331 Contraseña necesaria para alice"),
            ($"PASS {TestAccounts.Password}", "230 Usuario alice conectado"),
            ("CWD nope", "550 nope: No existe el fichero o el directorio"),
            ("CWD hello.txt", "550 hello.txt: No es un directorio"),
            ("MKD d", $"257 \"{running.Root}/home/alice/d\" - Directorio creado correctamente"),
            ("STAT", "211-Estado de 'Integration'\n Conectado desde 127.0.0.1 (127.0.0.1)\n Iniciando sesión como alice\n Tipo: ASCII, Estructura: Fichero, Modo: Flujo\n"
                + " No hay conexión de datos\n211 Fin del estado"),
            ("HELP PASS", "214 Syntax: PASS <sp> contraseña"),
            ("SITE CHMOD 999 hello.txt", "550 '999': modo incorrecto"),
            ("LANG", "500 No se puede ejecutar la orden"),
            ("QUIT", "221 Hasta luego"));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Transfers_are_too(string server)
    {
        await using var machine = await SpanishMachine.CreateAsync();
        await using var running = await StartAsync(machine.Speaking(server, "LC_CTYPE=C.UTF-8 LC_MESSAGES=es_ES.UTF-8"), OneCatalogue);
        await using var client = await running.LogInAsync();
        await SayAsync(client, ("TYPE I", "200 Tipo establecido en I"));

        await using (var data = await client.OpenPassiveAsync())
        {
            await client.SendLineAsync("RETR hello.txt");
            // The format with a number of 64 bits is in no catalogue.
            Assert.Equal("150 Opening BINARY mode data connection for hello.txt (12 bytes)", (await client.ReadReplyAsync()).Text);
            await data.ReceiveToEndAsync();
        }
        Assert.Equal("226 Transferencia completada", Utf8((await client.ReadReplyAsync()).Text));

        await using (var data = await client.OpenPassiveAsync())
        {
            await client.SendLineAsync("STOR new");
            Assert.Equal("150 Abriendo conexión de datos en modo BINARY para new", Utf8((await client.ReadReplyAsync()).Text));
        }
        Assert.Equal("226 Transferencia completada", Utf8((await client.ReadReplyAsync()).Text));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Letters_that_the_character_set_lacks_are_written_otherwise(string server)
    {
        await using var machine = await SpanishMachine.CreateAsync();
        await using var running = await StartAsync(machine.Speaking(server, "LC_MESSAGES=es_ES.UTF-8"), OneCatalogue);
        await using var client = await running.ConnectAsync();
        await client.ReadReplyAsync();
        await SayAsync(client, ("USER alice", "331 Contrase?a necesaria para alice"));
        Assert.EndsWith("root@127.0.0.1", (await client.CommandAsync("HELP")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task A_client_chooses_among_what_FEAT_announces(string server)
    {
        await using var machine = await SpanishMachine.CreateAsync();
        await using var running = await StartAsync(machine.Speaking(server, "LC_ALL=C LANG=es_ES.UTF-8"), OneCatalogue);
        await using var client = await running.ConnectAsync();
        await client.ReadReplyAsync();

        Assert.Contains(" LANG es-ES.UTF-8;es-ES", (await client.CommandAsync("FEAT")).Lines);
        await SayAsync(
            client,
            ("LANG", "200 Using default language en_US"),
            ("LANG es", "504 Language es not supported"),
            ("LANG es_ES x", "501 Invalid number of parameters"),
            // What FEAT announces is accepted; only the locale's own spelling changes something.
            ("LANG es-ES", "200 Using language es-ES"),
            ("FOO", "500 FOO not understood"),
            ("LANG es_ES", "200 Usando lenguaje es_ES"),
            ("FOO", "500 No entiendo FOO"));
        Assert.Contains(" LANG es-ES.UTF-8;es-ES*", (await client.CommandAsync("FEAT")).Lines);
        await SayAsync(client, ("LANG es_ES.UTF-8", "200 Usando lenguaje es_ES.UTF-8"), ("LANG en", "504 Lenguaje en no admitido"));
        Assert.Contains(" LANG es-ES.UTF-8*;es-ES", (await client.CommandAsync("FEAT")).Lines);
        Assert.Contains("mod_lang/1.1: unknown/unsupported language 'es-ES', ignoring", await LogAsync(running, "ignoring"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("upstream", "LangDefault es_ES\n", " LANG es-ES.UTF-8;es-ES*", "500 No entiendo FOO")]
    [InlineData("ours", "LangDefault es_ES\n", " LANG es-ES.UTF-8;es-ES*", "500 No entiendo FOO")]
    [InlineData("upstream", "<Global>\nLangDefault es_ES.UTF-8\n</Global>\n", " LANG es-ES.UTF-8*;es-ES", "500 No entiendo FOO")]
    [InlineData("ours", "<Global>\nLangDefault es_ES.UTF-8\n</Global>\n", " LANG es-ES.UTF-8*;es-ES", "500 No entiendo FOO")]
    [InlineData("upstream", "LangDefault fr_FR\n", " LANG es-ES.UTF-8;es-ES", "500 FOO not understood")]
    [InlineData("ours", "LangDefault fr_FR\n", " LANG es-ES.UTF-8;es-ES", "500 FOO not understood")]
    [InlineData("upstream", "LangEngine off\nLangDefault es_ES\n", null, "500 FOO not understood")]
    [InlineData("ours", "LangEngine off\nLangDefault es_ES\n", null, "500 FOO not understood")]
    public async Task LangDefault_is_a_servers_language(string server, string configuration, string? announced, string reply)
    {
        await using var machine = await SpanishMachine.CreateAsync();
        await using var running = await StartAsync(machine.Speaking(server, "LANG=C.UTF-8"), OneCatalogue + configuration);
        await using var client = await running.ConnectAsync();
        await client.ReadReplyAsync();

        Assert.Equal(announced, (await client.CommandAsync("FEAT")).Lines.FirstOrDefault(line => line.StartsWith(" LANG", StringComparison.Ordinal)));
        await SayAsync(client, ("FOO", reply));
        if (configuration.Contains("fr_FR", StringComparison.Ordinal))
        {
            var log = await LogAsync(running, "Perhaps");
            Assert.Contains("mod_lang/1.1: LangDefault 'fr_FR', configured for server 'Integration', is not a supported language, removing\n", log, StringComparison.Ordinal);
            Assert.Contains("mod_lang/1.1: Perhaps proftpd has not yet been translated into 'fr_FR'\n", log, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Without_catalogues_the_language_of_the_environment_is_the_only_one(string server)
    {
        await using var machine = await SpanishMachine.CreateAsync();
        await using var running = await StartAsync(machine.Speaking(server, "LANG=nonsense"), "LangPath {ROOT}/none\n");
        await using var client = await running.ConnectAsync();
        await client.ReadReplyAsync();

        Assert.Contains(" LANG en-US*", (await client.CommandAsync("FEAT")).Lines);
        await SayAsync(client, ("LANG", "200 Using default language en_US"), ("LANG C", "504 Language C not supported"), ("LANG en-us", "200 Using language en-us"));
        Assert.Contains(
            $"mod_lang/1.1: unable to scan the localised files in '{running.Root}/none': No such file or directory\n", await LogAsync(running, "scan"), StringComparison.Ordinal);
        Assert.Contains("warning: unknown/unsupported LANG environment variable 'nonsense', ignoring", await LogAsync(running, "nonsense"), StringComparison.Ordinal);
    }

    static Task<TempServer> StartAsync(ServerBinary binary, string more) => TempServer.StartAsync(binary, ServerTexts.Basic + more, root =>
    {
        ServerTexts.Homes(root);
        Directory.CreateDirectory($"{root}/locale/es_ES/LC_MESSAGES");
        File.CreateSymbolicLink($"{root}/locale/es_ES/LC_MESSAGES/proftpd.mo", "/usr/share/locale/es_ES/LC_MESSAGES/proftpd.mo");
    });

    static async Task SayAsync(FtpClient client, params (string Command, string Reply)[] dialogue)
    {
        foreach (var (command, reply) in dialogue)
            Assert.Equal((command, reply), (command, Utf8((await client.CommandAsync(command)).Text)));
    }

    /// <summary>Replies are read byte by byte.</summary>
    static string Utf8(string bytes) => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(bytes));

    static async Task<string> LogAsync(TempServer server, string word)
    {
        await server.StandardError.WaitUntilAsync(lines => lines.Any(line => line.Contains(word, StringComparison.Ordinal)));
        return string.Concat(server.StandardError.Peek().Select(line => line + "\n"));
    }
}
