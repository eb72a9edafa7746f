using System.Runtime.ExceptionServices;

namespace ProftpdSharp.UnitTests.Native;

/// <summary>Runs what changes its thread on a thread that ends with it.</summary>
static class OwnThread
{
    public static T Run<T>(Func<T> work)
    {
        T? result = default;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                result = work();
            }
            catch (Exception exception)
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result!;
    }
}
