namespace ProftpdSharp.Configuration.Parsing;

/// <summary>How many letters must be put in, taken out, replaced or swapped with a neighbour to turn one name into another; case does not count.</summary>
public static class EditDistance
{
    /// <summary>The distance; anything above <paramref name="limit"/> may be answered by <paramref name="limit"/> + 1.</summary>
    public static int Between(string first, string second, int limit)
    {
        if (Math.Abs(first.Length - second.Length) > limit)
            return limit + 1;
        var rows = new int[first.Length + 1, second.Length + 1];
        for (var i = 0; i <= first.Length; i++)
            rows[i, 0] = i;
        for (var j = 0; j <= second.Length; j++)
            rows[0, j] = j;
        for (var i = 1; i <= first.Length; i++)
        {
            for (var j = 1; j <= second.Length; j++)
                rows[i, j] = Cell(rows, first, second, i, j);
        }

        return rows[first.Length, second.Length];
    }

    static int Cell(int[,] rows, string first, string second, int i, int j)
    {
        var isSame = Same(first[i - 1], second[j - 1]);
        var best = Math.Min(Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1, rows[i - 1, j - 1] + (isSame ? 0 : 1));
        var isSwap = i > 1 && j > 1 && Same(first[i - 1], second[j - 2]) && Same(first[i - 2], second[j - 1]);
        return isSwap ? Math.Min(best, rows[i - 2, j - 2] + 1) : best;
    }

    static bool Same(char one, char other) => char.ToLowerInvariant(one) == char.ToLowerInvariant(other);
}
