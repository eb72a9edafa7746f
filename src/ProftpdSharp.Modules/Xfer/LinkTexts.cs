using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.Xfer;

/// <summary>Upstream looks at a file before it opens it, and takes the dots of a link's text as text there: <c>nowhere/../file</c> is <c>file</c>.</summary>
static class LinkTexts
{
    const int MostLinks = 40;

    /// <summary>What is at a path, links followed by their texts.</summary>
    /// <returns>ELOOP for a circle.</returns>
    public static async ValueTask<Result<FileStatus>> StatusAsync(SessionFiles files, string path)
    {
        for (var links = 0; links < MostLinks; links++)
        {
            var status = await files.LinkStatusAsync(path);
            if (status is not { Ok: true, Value.IsSymbolicLink: true })
                return status;
            var text = await files.ReadLinkAsync(path);
            if (!text.Ok)
                return text.Error;
            path = VirtualPath.Combine(VirtualPath.Parent(path), text.Value);
        }
        return Errno.ELOOP;
    }
}
