using ProftpdSharp.Modules.Ls;
using Xunit;

namespace ProftpdSharp.UnitTests.Ls;

public sealed class ColumnsTests
{
    [Fact]
    public void Names_run_down_the_columns() =>
        Assert.Equal(["B2\tbig\td 2\te12\tld\tlx", "a1\tc3\td1\tla\tln"], Columns.Arrange(["B2", "a1", "big", "c3", "d 2", "d1", "e12", "la", "ld", "ln", "lx"]));

    [Fact]
    public void Short_names_take_more_tabs() => Assert.Equal(
        ["a\t\tdddddddd\tg\t\tjjjjjjj", "bb\t\te\t\th\t\tk", "cccccccccccc\tffffffff\ti"],
        Columns.Arrange(["a", "bb", "cccccccccccc", "dddddddd", "e", "ffffffff", "g", "h", "i", "jjjjjjj", "k"]));

    [Theory]
    [InlineData(3, 30, 8)]
    [InlineData(7, 30, 8)]
    [InlineData(8, 30, 4)]
    [InlineData(15, 20, 4)]
    [InlineData(16, 20, 3)]
    [InlineData(30, 10, 2)]
    [InlineData(38, 10, 1)]
    [InlineData(80, 10, 1)]
    public void The_longest_name_decides_how_many_columns_there_are(int length, int count, int columns)
    {
        var names = Enumerable.Range(0, count).Select(i => $"{i:D3}".PadRight(length, 'x')).ToList();
        Assert.Equal(columns, Columns.Arrange(names).First().Split('\t').Length);
    }

    [Fact]
    public void No_names_are_no_line() => Assert.Empty(Columns.Arrange([]));
}
