namespace ProftpdSharp.ConformanceTests.Running;

/// <summary>Leaves out what a failure does not need.</summary>
static class Shrinking
{
    /// <summary>A shorter list with which something still fails: chunks are left out, from halves down to single elements.</summary>
    /// <param name="list">A list with which it fails.</param>
    /// <param name="fails">Whether it fails with another one.</param>
    public static async Task<IReadOnlyList<T>> FewestAsync<T>(IReadOnlyList<T> list, Func<IReadOnlyList<T>, Task<bool>> fails)
    {
        for (var size = Math.Max(1, list.Count / 2); size > 0; size /= 2)
        {
            for (var end = list.Count; end > 0; end -= size)
            {
                IReadOnlyList<T> fewer = [.. list.Take(Math.Max(0, end - size)), .. list.Skip(end)];
                if (await fails(fewer))
                    list = fewer;
            }
        }

        return list;
    }
}
