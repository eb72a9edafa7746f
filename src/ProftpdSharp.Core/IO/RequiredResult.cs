using ProftpdSharp.Native;

namespace ProftpdSharp.Core.IO;

static class RequiredResult
{
    /// <summary>The value of a call that fails only when the process has run out of something; ends the operation otherwise.</summary>
    public static T Require<T>(this Result<T> result, string call) =>
        result.Ok ? result.Value : throw new IOException($"{call}: {result.Error.Describe()}");
}
