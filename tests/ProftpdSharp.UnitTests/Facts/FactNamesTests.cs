using ProftpdSharp.Modules.Facts;
using Xunit;

namespace ProftpdSharp.UnitTests.Facts;

public sealed class FactNamesTests
{
    [Fact]
    public void FEAT_marks_the_facts_in_force() => Assert.Equal(
        "MLST modify;perm;size*;type*;unique;UNIX.group;UNIX.groupname;UNIX.mode;UNIX.owner;UNIX.ownername;",
        FactNames.Advertise(Fact.Size | Fact.Type));

    [Theory]
    [InlineData("TYPE", Fact.Type)]
    [InlineData("unix.MODE", Fact.UnixMode)]
    [InlineData("media-type", Fact.MediaType)]
    [InlineData("nosuch", Fact.None)]
    [InlineData("", Fact.None)]
    internal void Names_are_found_in_any_case(string name, Fact fact) => Assert.Equal(fact, FactNames.Find(name));
}
