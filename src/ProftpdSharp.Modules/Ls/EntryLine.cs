using System.Globalization;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Authentication;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.Listing;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.Ls;

/// <summary>One thing to list.</summary>
/// <param name="Shown">The name as it is shown.</param>
/// <param name="Path">Absolute inside the jail.</param>
/// <param name="Status">What is shown of it: of a link its own, unless links are followed.</param>
readonly record struct ListEntry(string Shown, string Path, FileStatus Status)
{
    /// <summary>
    /// It counts as one of maxfiles and has no line, as upstream: a link whose text is made of dots (<c>..</c>, <c>../..</c>), which is taken for the entry
    /// of that name, and where links are followed, one that leads nowhere.
    /// </summary>
    public bool IsOnlyCounted { get; init; }
}

/// <summary>The two styles of a listing's lines.</summary>
enum ListStyle
{
    Unix,
    Windows,
}

/// <summary>Writes the line of one entry.</summary>
/// <param name="session">Whose listing.</param>
/// <param name="scope">Whose DirFakeUser and DirFakeGroup are shown.</param>
/// <param name="switches">Letters of ls(1).</param>
/// <param name="settings">ListOptions.</param>
sealed class EntryLine(Session session, ConfigScope scope, ListSwitches switches, ListSettings settings)
{
    public static readonly Feature Feature = new("ListStyle");

    public static readonly Directive<ListStyle> StyleDirective = Feature.Directive(
        new Directive<ListStyle>("ListStyle", Contexts.AndAnonymous, ParseStyle, ListStyle.Unix));

    /// <summary>Older files show the year in place of the time of day.</summary>
    const long SecondsWithTime = 180 * 24 * 60 * 60;

    static readonly string[] Units = ["", "k", "M", "G", "T", "P", "E"];

    readonly long _now = session.Host.Clock.GetUtcNow().ToUnixTimeSeconds();
    readonly string? _fakeUser = Disguise.User(session, scope);
    readonly string? _fakeGroup = Disguise.Group(session, scope);
    readonly bool _followLinks = switches.FollowLinks || !session.TopScope.Get(Disguise.ShowSymlinks);

    public ListStyle Style { get; } = session.TopScope.Get(StyleDirective);

    /// <summary>The time of a file that this listing shows and sorts by.</summary>
    public FileTime TimeOf(in FileStatus status) => switches.Time switch
    {
        ShownTime.Changed => status.Changed,
        ShownTime.Accessed => status.Accessed,
        _ => status.Modified,
    };

    /// <summary>The long line; null when the entry has gone.</summary>
    public async ValueTask<string?> LongAsync(ListEntry entry)
    {
        if (Style == ListStyle.Windows)
            return Windows(entry);
        var status = entry.Status;
        var user = await OwnerAsync(status);
        var group = await GroupAsync(status);
        var size = switches.HumanSizes ? HumanSize(status.Size) : Number(status.Size);
        var fakeMode = await FakeModeAsync(entry);
        var tail = await TailAsync(entry);
        return tail is null
            ? null
            : $"{Kind(status)}{Permissions(status, fakeMode)} {status.Links,3} {user,-8} {group,-8} {size} {Time(TimeOf(status))} {entry.Shown}{tail}";
    }

    /// <summary>The name alone, in STAT with what a link says; null for FIFOs, sockets and devices, which only long lines show.</summary>
    public async ValueTask<string?> NameAsync(ListEntry entry)
    {
        if (switches.ShowsTargets && entry.Status.IsSymbolicLink)
            return await TailAsync(entry) is { } tail ? entry.Shown + tail : null;
        if (!entry.Status.IsRegular && !entry.Status.IsDirectory && !entry.Status.IsSymbolicLink)
            return null;
        return switches.Classify ? entry.Shown + (entry.Status.IsSymbolicLink ? "@" : Sign(entry.Status)) : entry.Shown;
    }

    static Parsed<ListStyle> ParseStyle(DirectiveLine line) =>
        Enum.TryParse<ListStyle>(line[0], ignoreCase: true, out var style) && Enum.IsDefined(style) && !char.IsDigit(line[0][0])
            ? style
            : line.Error($": unknown ListStyle: '{line[0]}'");

    static char Kind(in FileStatus status) => status.Kind switch
    {
        FileKind.Directory => 'd',
        FileKind.SymbolicLink => 'l',
        FileKind.Fifo => 'p',
        FileKind.Socket => 's',
        FileKind.CharacterDevice => 'c',
        FileKind.BlockDevice => 'b',
        _ => '-',
    };

    static string Sign(in FileStatus status)
    {
        if (status.IsDirectory)
            return "/";
        return (status.Permissions & 0x49) != 0 ? "*" : ""; // 0111
    }

    static string Number(long size) => size.ToString(CultureInfo.InvariantCulture).PadLeft(8);

    static string HumanSize(long size)
    {
        if (size < 1000)
            return Number(size);
        // Upstream counts in float: just below a unit is that unit already.
        var number = (float)size;
        var unit = 0;
        while (number >= 1024)
        {
            number /= 1024;
            unit++;
        }
        return number.ToString("F1", CultureInfo.InvariantCulture).PadLeft(7) + Units[unit];
    }

    async ValueTask<string> OwnerAsync(FileStatus status) => switches.Numeric
        ? status.Uid.ToString(CultureInfo.InvariantCulture)
        : _fakeUser ?? await NameLookup.UserNameAsync(session, status.Uid);

    async ValueTask<string> GroupAsync(FileStatus status) => switches.Numeric
        ? status.Gid.ToString(CultureInfo.InvariantCulture)
        : _fakeGroup ?? await NameLookup.GroupNameAsync(session, status.Gid);

    /// <summary>As upstream, each entry has the DirFakeMode of its own section, a link that of what it leads to, and the dots that of the directory that is listed.</summary>
    async ValueTask<uint?> FakeModeAsync(ListEntry entry)
    {
        var path = VirtualPath.Name(entry.Path) is "." or ".." ? VirtualPath.Parent(entry.Path) : entry.Path;
        if (entry.Status.IsSymbolicLink || _followLinks)
            path = await session.Files.BestPathAsync(path);
        return PathAccess.KnownScope(session, path).Get(Disguise.DirFakeMode);
    }

    static string Permissions(in FileStatus status, uint? fakeMode)
    {
        var mode = fakeMode ?? status.Permissions;
        if (fakeMode is { } fake && status.IsDirectory)
            mode |= (fake & 0x124) >> 2; // whoever may read may search
        Span<char> text = stackalloc char[9];
        for (var i = 0; i < 9; i++)
            text[i] = (mode & (0x100u >> i)) != 0 ? "rwx"[i % 3] : '-';
        Special(text, 2, mode & 0x800, 's');
        Special(text, 5, mode & 0x400, 's');
        Special(text, 8, mode & 0x200, 't');
        return text.ToString();
    }

    static void Special(Span<char> text, int place, uint isSet, char sign)
    {
        if (isSet != 0)
            text[place] = text[place] == 'x' ? sign : char.ToUpperInvariant(sign);
    }

    string Time(FileTime time)
    {
        var shown = ListingTime.Show(session, time);
        var day = shown.ToString("MMM", CultureInfo.InvariantCulture) + $" {shown.Day,2}";
        return _now - time.Seconds > SecondsWithTime
            ? $"{day} {shown.Year,5}"
            : $"{day} {shown.Hour:D2}:{shown.Minute:D2}";
    }

    /// <summary>What stands behind the name: a link's target, and with <c>-F</c> a sign; null when a link has gone.</summary>
    async ValueTask<string?> TailAsync(ListEntry entry)
    {
        if (!entry.Status.IsSymbolicLink)
            return switches.Classify ? Sign(entry.Status) : "";
        var text = await LinkText.ReadAsync(session, entry.Path, settings.AdjustedSymlinks);
        if (text is null)
            return null;
        var target = switches.Classify ? await session.Files.StatusAsync(entry.Path) : Errno.ENOENT;
        return $" -> {text}{(target.Ok ? Sign(target.Value) : "")}";
    }

    /// <summary>Upstream's buffer for the time has no room for its AM or PM.</summary>
    string? Windows(in ListEntry entry)
    {
        if (entry.Shown.StartsWith('.'))
            return null;
        var time = ListingTime.Show(session, TimeOf(entry.Status)).ToString("MM-dd-yy  hh:mm", CultureInfo.InvariantCulture);
        return entry.Status.IsDirectory
            ? $"{time}       <DIR>          {entry.Shown}"
            : $"{time}            {entry.Status.Size,9} {entry.Shown}";
    }
}
