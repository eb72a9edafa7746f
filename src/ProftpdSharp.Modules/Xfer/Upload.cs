using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Creation;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Core.Transfers;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.Xfer;

/// <summary>
/// One upload into one file. Nothing is created or truncated before the data connection, its TLS handshake included, is accepted: a client that
/// fails there must not leave an empty file behind (PAINS 3).
/// </summary>
/// <param name="Session">Whose upload.</param>
/// <param name="Command">STOR, APPE or STOU.</param>
/// <param name="Decision">The target.</param>
sealed record Upload(Session Session, Command Command, AccessDecision Decision)
{
    /// <summary>The permissions of STOU's file until it is whole, as mkstemp(3) has them.</summary>
    public const uint UniqueMode = 0x180; // 0600

    /// <summary>As many as the kernel follows.</summary>
    const int MostLinks = 40;

    const OpenFlags Writing = OpenFlags.WriteOnly | OpenFlags.NonBlocking;

    /// <summary>Write behind what is there.</summary>
    public bool Append { get; init; }

    /// <summary>Where the first byte goes; 0 replaces the file, unless a range of it is to be replaced.</summary>
    public long Start { get; init; }

    /// <summary>What is said of a start behind the end of the file, to those who may write it; null when it is not.</summary>
    public string? BadStart { get; init; }

    /// <summary>How many bytes there are to be (RANG); null when any number will do.</summary>
    public long? Length { get; init; }

    /// <summary>Where the file grows (HiddenStores); null for its own place.</summary>
    public string? HiddenPath { get; init; }

    /// <summary>STOU has made the file; it gets the usual permissions when it is whole, and goes when no byte of it came.</summary>
    public bool IsUnique { get; init; }

    /// <summary>A link to nothing is written through. What appears behind it stays its creator's.</summary>
    public bool IsBehindLink { get; init; }

    /// <summary>The target is a FIFO: whoever reads it gets the upload.</summary>
    public bool IsFifo { get; init; }

    bool IsIntoFifo => IsFifo && HiddenPath is null;

    /// <summary>A FIFO has no places to begin at.</summary>
    Errno? Misplaced => !IsIntoFifo ? null : Append ? Errno.EPERM : Start > 0 ? Errno.ESPIPE : null;

    string Path => HiddenPath ?? Decision.Path;

    uint Umask => Decision.Scope.Get(CreationMask.Umask);

    /// <summary>Opens, transfers and closes.</summary>
    public async ValueTask<Outcome> RunAsync()
    {
        var existing = await ProbeAsync();
        if (!existing.Ok)
        {
            FilePermissions.NoteRefusal(Session, Command.Verb, $"opening '{Path}'", existing.Error);
            return Session.Fail(550, $"{Command.Argument}: {existing.Error.Describe()}");
        }
        using var probe = existing.Value;
        if (Misplaced is { } error)
            return Session.Fail(550, $"{Command.Argument}: {error.Describe()}");
        if (BadStart is not null)
            return Session.Fail(554, BadStart);
        var opening = IsUnique ? $"FILE: {Command.Argument}" : TransferReplies.Opening(Session, Command.Argument, Length);
        using var transfer = await DataTransfer.OpenAsync(Session, Command, TransferDirection.Receive, opening, Decision.FullPath);
        if (transfer is null)
        {
            if (IsUnique)
                await Session.Files.UnlinkAsync(Path);
            return Outcome.Failed;
        }
        var target = await OpenAsync();
        return target.Ok ? await StoreAsync(transfer, target.Value) : transfer.FailFile(target.Error);
    }

    async ValueTask<Outcome> StoreAsync(DataTransfer transfer, Descriptor file)
    {
        if (!IsBehindLink)
            await Ownership.ApplyAsync(Session, Decision.Scope, HiddenPath ?? Decision.RealPath, file);
        var most = TransferLimits.Largest(Session, Decision.Scope, TransferLimits.MaxStoreFileSize);
        transfer.Terms = new CopyTerms { MostStored = most - Start, Expected = Length, Pace = TransferLimits.Pace(Session, Decision.Scope, Command.Verb) };
        using (file)
        {
            await transfer.ReceiveFileAsync(file, Start);
        }
        var failure = transfer.Result.End == CopyEnd.Complete ? await KeepAsync() : null;
        if (transfer.Result is { End: CopyEnd.FileFailed, Error: Errno.EFBIG } && most is { } limit)
            Session.Log.Info($"MaxStoreFileSize ({limit} {(limit == 1 ? "byte" : "bytes")}) reached: aborting transfer of '{Decision.RealPath}'");
        if (transfer.Result.End != CopyEnd.Complete && DeletesWhenAborted)
            await Session.Files.UnlinkAsync(HiddenPath ?? Decision.RealPath);
        var outcome = await transfer.CompleteAsync();
        if (failure is null)
            return outcome;
        Session.Responses.ClearSuccess();
        return Session.Fail(550, failure);
    }

    /// <summary>What is left to do with a file that is whole; the reply when that failed.</summary>
    async ValueTask<string?> KeepAsync()
    {
        if (IsUnique)
            await Session.Files.ChangeModeAsync(Path, SessionFiles.NewFileMode & ~Umask);
        if (HiddenPath is not null && await HiddenStore.RevealAsync(Session, HiddenPath, Decision.RealPath) is { } failure)
            return failure;
        await TransferSettings.DisplayAsync(Session);
        return null;
    }

    /// <summary>DeleteAbortedStores, which is on with HiddenStores unless it is switched off: nobody would find such a file.</summary>
    bool DeletesWhenAborted => Decision.Scope.Find(Store.DeleteAbortedStores)?.Value ?? HiddenPath is not null;

    /// <summary>
    /// Asks the kernel, without changing anything, whether the user may write the file or, where there is none, make one in its directory.
    /// </summary>
    /// <returns>A descriptor that only has to be closed; null where the file system cannot answer without making a file.</returns>
    async Task<Result<Descriptor?>> ProbeAsync()
    {
        // To open a FIFO is to be seen by its reader.
        if (IsIntoFifo && Trial.IsOn(Session))
            return new Result<Descriptor?>(null, Errno.None);
        var opened = await Session.Files.OpenAsync(Path, Writing, 0, 0);
        if (IsIntoFifo)
            opened = await AwaitReaderAsync(opened);
        if (opened.Error == Errno.ENOENT)
            opened = await Session.Files.OpenAsync(await BirthplaceAsync(), OpenFlags.WriteOnly | OpenFlags.Unnamed, UniqueMode, 0);
        if (opened.Error is Errno.EOPNOTSUPP or Errno.EINVAL)
            return new Result<Descriptor?>(null, Errno.None);
        return opened.Ok ? opened.Value.Descriptor : new Result<Descriptor?>(null, opened.Error);
    }

    /// <summary>Upstream waits as long for somebody to open the FIFO's other end.</summary>
    async Task<Result<OpenFile>> AwaitReaderAsync(Result<OpenFile> opened)
    {
        var clock = Session.Host.Clock;
        for (var began = clock.GetTimestamp(); opened.Error == Errno.ENXIO && Session.Ending is null && Session.Passed is null;)
        {
            if (clock.GetElapsedTime(began) >= TimeSpan.FromSeconds(5))
                return Errno.EINTR;
            await Task.Delay(TimeSpan.FromMilliseconds(50), clock);
            opened = await Session.Files.OpenAsync(Path, Writing, 0, 0);
        }
        return opened;
    }

    /// <summary>The directory in which a new file would be; behind a link to nothing that is the one where the link leads.</summary>
    async ValueTask<string> BirthplaceAsync()
    {
        var path = Path;
        for (var links = 0; links < MostLinks && await Session.Files.ReadLinkAsync(path) is { Ok: true, Value: { } text }; links++)
            path = text.StartsWith('/') ? text : $"{VirtualPath.Parent(path)}/{text}";
        return VirtualPath.Parent(path);
    }

    async Task<Result<Descriptor>> OpenAsync()
    {
        var flags = Writing | OpenFlags.Create | (Start > 0 || Append || Length is not null ? 0 : OpenFlags.Truncate) | (HiddenPath is null ? 0 : OpenFlags.Exclusive);
        var opened = await Session.Files.OpenAsync(Path, flags, SessionFiles.NewFileMode, Umask);
        if (!opened.Ok)
            return opened.Error;
        // Not O_APPEND: as with upstream, the end is where it was at the beginning.
        if (Append)
            Files.Lseek(opened.Value.Descriptor, 0, SeekFrom.End);
        else if (Start > 0)
            Files.Lseek(opened.Value.Descriptor, Start, SeekFrom.Start);
        return opened.Value.Descriptor;
    }
}
