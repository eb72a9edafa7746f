namespace ProftpdSharp.TestSupport;

/// <summary>Waits for what other processes do, which nobody announces.</summary>
public static class Waiting
{
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    /// <summary>Asks until the answer is yes.</summary>
    /// <param name="condition">The question.</param>
    /// <param name="what">What is awaited, for the message.</param>
    /// <param name="deadline">Default thirty seconds.</param>
    /// <exception cref="TimeoutException">It was not in time.</exception>
    public static async Task UntilAsync(Func<bool> condition, string what, TimeSpan? deadline = null)
    {
        using var expiry = new CancellationTokenSource(deadline ?? TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(Interval);
        while (!condition())
        {
            try
            {
                await timer.WaitForNextTickAsync(expiry.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"{what} did not come in time");
            }
        }
    }
}
