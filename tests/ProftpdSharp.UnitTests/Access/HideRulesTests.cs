using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Native;
using Xunit;
using static ProftpdSharp.UnitTests.Access.AccessConfiguration;

namespace ProftpdSharp.UnitTests.Access;

public class HideRulesTests
{
    [Theory]
    [InlineData("HideFiles ^f\nHideFiles ^g", "f")]
    [InlineData("HideFiles none\nHideFiles ^g", "")]
    [InlineData("HideFiles ^g\nHideFiles none", "g")]
    [InlineData("HideFiles !^f", "gs")]
    [InlineData("HideFiles !none", "fgs")]
    [InlineData("HideFiles ^f user ann\nHideFiles ^g", "f")]
    [InlineData("HideFiles ^f user bob\nHideFiles ^g", "g")]
    [InlineData("HideFiles ^f user !bob", "f")]
    [InlineData("HideFiles ^f user bob,ann", "f")]
    [InlineData("HideFiles ^f USER ann", "f")]
    [InlineData("HideFiles ^f group staff,web", "f")]
    [InlineData("HideFiles ^f group staff,other", "")]
    [InlineData("HideFiles ^f class home", "")]
    [InlineData("HideFiles ^f class !home", "f")]
    [InlineData("HideFiles none user ann\nHideFiles ^g", "")]
    public void First_HideFiles_line_that_is_for_the_client_counts(string lines, string hidden)
    {
        var scope = ScopeOf(Load($"<Directory /d>\n{lines}\n</Directory>\n"), "/d");
        var line = HideRules.FilesLine(scope, Ann);
        Assert.Equal(hidden, string.Concat("fgs".Where(name => line?.Hides(name.ToString()) == true)));
    }

    [Fact]
    public void Own_HideFiles_line_comes_before_that_of_the_section_around()
    {
        var configuration = Load("<Directory /a>\nHideFiles ^f\n</Directory>\n<Directory /a/b>\nHideFiles ^g user bob\n</Directory>\n");
        Assert.True(HideRules.FilesLine(ScopeOf(configuration, "/a/b"), Ann)!.Hides("f"));
        Assert.True(HideRules.FilesLine(ScopeOf(configuration, "/a/b"), Ann with { User = "bob" })!.Hides("g"));
    }

    [Theory]
    [InlineData(0x8000 | 0x100, 1000u, 5u, true)]
    [InlineData(0x8000 | 0x0C0, 1000u, 5u, false)]
    [InlineData(0x8000 | 0x020, 1u, 100u, true)]
    [InlineData(0x8000 | 0x020, 1u, 200u, true)]
    [InlineData(0x8000 | 0x104, 1u, 100u, false)]
    [InlineData(0x8000 | 0x004, 1u, 5u, true)]
    [InlineData(0x4000 | 0x040, 1000u, 5u, true)]
    [InlineData(0x4000 | 0x180, 1000u, 5u, false)]
    [InlineData(0x4000 | 0x001, 1u, 5u, true)]
    public void Access_is_reading_a_file_and_entering_a_directory(int mode, uint uid, uint gid, bool access)
    {
        var status = new FileStatus
        {
            Mode = (uint)mode,
            Uid = uid,
            Gid = gid,
            Size = 0,
            Links = 1,
            Inode = 1,
            Device = 1,
            Blocks = 0,
            BlockSize = 4096,
            Accessed = default,
            Modified = default,
            Changed = default,
        };
        Assert.Equal(access, HideRules.HasAccess(status, new FileIdentity(1000, 100, [200])));
    }
}
