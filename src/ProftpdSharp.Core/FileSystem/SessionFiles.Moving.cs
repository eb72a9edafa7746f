using ProftpdSharp.Native;

namespace ProftpdSharp.Core.FileSystem;

// Moving from one file system to another, which rename(2) cannot.
public sealed partial class SessionFiles
{
    /// <summary>Bytes copied per call, so that a long copy does not hold a worker.</summary>
    const int CopyStep = 1 << 20;

    /// <summary>
    /// Copies a file with its mode to another file system, then removes it where it was. A symbolic link is made anew, never followed,
    /// neither here nor there; the target appears at once and whole. Directories are EISDIR, FIFOs and the like EXDEV. A source that cannot be removed
    /// stays, and the target too.
    /// </summary>
    /// <param name="from">Absolute inside the jail.</param>
    /// <param name="to">Absolute inside the jail; replaced when it exists.</param>
    /// <param name="temporaryName">A name not in use in the target's directory, which the copy has until it is whole.</param>
    public async Task<FileCopy> MoveAcrossAsync(string from, string to, string temporaryName)
    {
        var status = await LinkStatusAsync(from);
        if (!status.Ok)
            return new FileCopy(CopyStage.OpeningSource, status.Error);
        var temporary = VirtualPath.Combine(VirtualPath.Parent(to), temporaryName);
        var copy = status.Value.Kind switch
        {
            FileKind.Regular => await CopyAsync(from, temporary, status.Value.Permissions),
            FileKind.SymbolicLink => new FileCopy(CopyStage.OpeningTarget, await CopyLinkAsync(from, temporary)),
            FileKind.Directory => new FileCopy(CopyStage.Beginning, Errno.EISDIR),
            _ => new FileCopy(CopyStage.Beginning, Errno.EXDEV),
        };
        if (!copy.Failed)
            copy = new FileCopy(CopyStage.OpeningTarget, await RenameAsync(temporary, to));
        if (copy.Failed)
        {
            if (copy.Stage == CopyStage.Writing || (copy.Stage == CopyStage.OpeningTarget && copy.Error != Errno.EEXIST))
                await UnlinkAsync(temporary);
            return copy;
        }
        return new FileCopy(CopyStage.RemovingSource, await UnlinkAsync(from));
    }

    /// <summary>symlink(2): a link that holds a text.</summary>
    public async Task<Errno> MakeLinkAsync(string path, string text)
    {
        if (await GuardAsync(path) is not Errno.None and var denied)
            return denied;
        using var call = new JailedPath(Jail, path) { Text = JailedPath.Encode(text) };
        return await Workers.RunAsync(Identity, null, call, JailedCalls.MakeLink);
    }

    async Task<Errno> CopyLinkAsync(string from, string to)
    {
        var text = await ReadLinkAsync(from);
        return text.Ok ? await MakeLinkAsync(to, text.Value) : text.Error;
    }

    /// <summary>Copies a file to a name that must be free, or replaces what is there; the source may not be a symbolic link.</summary>
    /// <param name="from">Absolute inside the jail.</param>
    /// <param name="to">Absolute inside the jail.</param>
    /// <param name="mode">The permissions of the copy.</param>
    /// <param name="replaces">Whether a file that exists is written over, through a link too.</param>
    public async Task<FileCopy> CopyAsync(string from, string to, uint mode, bool replaces = false)
    {
        var source = await OpenAsync(from, OpenFlags.ReadOnly | OpenFlags.NoFollow, 0, 0);
        if (!source.Ok)
            return new FileCopy(CopyStage.OpeningSource, source.Error);
        using var reading = source.Value.Descriptor;
        var how = replaces ? OpenFlags.Truncate : OpenFlags.Exclusive | OpenFlags.NoFollow;
        var target = await OpenAsync(to, OpenFlags.WriteOnly | OpenFlags.Create | how, mode, 0);
        if (!target.Ok)
            return new FileCopy(CopyStage.OpeningTarget, target.Error);
        using var writing = target.Value.Descriptor;
        while (true)
        {
            var copied = await Workers.RunAsync(Identity, null, (reading, writing), static call => CopyNext(call.reading, call.writing));
            if (!copied.Ok || copied.Value == 0)
                return new FileCopy(CopyStage.Writing, copied.Error);
        }
    }

    /// <summary>Copies from where both files stand; 0 at the end.</summary>
    static Result<int> CopyNext(Descriptor source, Descriptor target)
    {
        var offset = Files.Lseek(source, 0, SeekFrom.Current);
        if (!offset.Ok)
            return offset.Error;
        var position = offset.Value;
        var copied = Files.Sendfile(target, source, ref position, CopyStep);
        if (copied.Ok)
            Files.Lseek(source, position, SeekFrom.Start);
        return copied;
    }
}
