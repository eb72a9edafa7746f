using ProftpdSharp.Daemon;
using ProftpdSharp.Modules.Auth;
using ProftpdSharp.UnitTests.Configuration;
using Xunit;

namespace ProftpdSharp.UnitTests.Auth;

public sealed class HomeCreationTests
{
    [Theory]
    [InlineData("on", "700 711 none 0 0 - no")]
    [InlineData("on 755", "755 711 none 0 0 - no")]
    [InlineData("on 2775 dirmode 750", "2775 750 none 0 0 - no")]
    [InlineData("on dirmode 750", "700 750 none 0 0 - no")]
    [InlineData("on 750 skel /etc/skel", "750 711 /etc/skel 0 0 - no")]
    [InlineData("on uid ~ gid ~", "700 711 none - - - no")]
    [InlineData("on uid 5 gid 6 homegid 7", "700 711 none 5 6 7 no")]
    [InlineData("on 750 NoRootPrivs", "750 711 none 0 0 - yes")]
    public void Options_are_read(string value, string expected)
    {
        var template = Load(value).Configuration!.Main.Root.Get(HomeCreation.CreateHome)!;

        Assert.Equal(expected, string.Join(' ',
            Convert.ToString(template.Mode, 8), Convert.ToString(template.DirectoryMode, 8), template.Skeleton ?? "none",
            template.DirectoryUid?.ToString() ?? "-", template.DirectoryGid?.ToString() ?? "-", template.HomeGid?.ToString() ?? "-",
            template.AsUser ? "yes" : "no"));
    }

    [Fact]
    public void Off_is_no_template() => Assert.Null(Load("off").Configuration!.Main.Root.Get(HomeCreation.CreateHome));

    [Theory]
    [InlineData("maybe", "expected Boolean parameter")]
    [InlineData("on 79", "bad mode parameter: '79'")]
    [InlineData("on 755 nonsense", "unknown parameter: 'nonsense'")]
    [InlineData("on 755 dirmode 9", "bad mode parameter: '9'")]
    [InlineData("on 755 skel relative", "skel path 'relative' is not a full path")]
    [InlineData("on 755 skel /etc/nothing", "unable to stat '/etc/nothing': No such file or directory")]
    [InlineData("on 755 skel /etc/skel/file", "'/etc/skel/file' is not a directory")]
    [InlineData("on 755 uid x", "bad UID parameter: 'x'")]
    [InlineData("on 755 gid x", "bad GID parameter: 'x'")]
    [InlineData("on 755 homegid ~", "bad GID parameter: '~'")]
    public void Errors_are_told(string value, string expected)
    {
        var result = Load(value);

        Assert.Null(result.Configuration);
        Assert.Contains(expected, result.Diagnostics[0].Text);
    }

    static ProftpdSharp.Configuration.LoadResult Load(string value)
    {
        var machine = new MemoryMachine();
        machine.Files["/etc/skel/file"] = "";
        return machine.Load($"CreateHome {value}\n", registry: ModuleCatalogue.Registry);
    }
}
