using System.Text;

namespace ProftpdSharp.TestSupport.Configuration;

/// <summary>Writes small configurations whose Directory, Anonymous, Global and VirtualHost sections overlap in every way.</summary>
/// <param name="seed">Decides everything.</param>
public sealed class RandomConfiguration(int seed)
{
    static readonly string[] ServerWide =
        ["Umask 022", "Umask 077", "AllowOverwrite on", "AllowOverride on", "AllowOverride off", "TimeoutIdle 3", "DeferWelcome on", "TimesGMT off"];

    static readonly string[] InDirectory = ["Umask 027", "AllowOverwrite off", "DenyAll", "AllowOverride off", "HideFiles x", "HideFiles y", "GroupOwner root"];

    static readonly string[] Segments = ["a", "b", "ab", "*", "a*"];

    static readonly string[] Ends = ["", "", "", "/", "/*", "*"];

    readonly Random _random = new(seed);
    readonly StringBuilder _text = new();
    readonly HashSet<string> _taken = [];

    /// <summary>The text of the file; the same for the same seed.</summary>
    public string Write()
    {
        Server(2);
        for (var host = _random.Next(3); host > 0; host--)
        {
            _taken.Clear();
            Line($"<VirtualHost 127.0.0.{host + 1}>");
            Server(1);
            Line("</VirtualHost>");
        }

        return _text.ToString();
    }

    void Server(int globals)
    {
        for (var entry = 2 + _random.Next(8); entry > 0; entry--)
        {
            switch (_random.Next(10))
            {
                case 0 when globals-- > 0:
                    Line("<Global>");
                    Contents(withAnonymous: true);
                    Line("</Global>");
                    break;
                default:
                    Contents(withAnonymous: true);
                    break;
            }
        }
    }

    void Contents(bool withAnonymous)
    {
        Line(ServerWide[_random.Next(ServerWide.Length)]);
        switch (_random.Next(8))
        {
            case 0 when withAnonymous:
                Anonymous();
                break;
            case 1:
                Limit();
                break;
            case < 7:
                Directory(Path());
                break;
        }
    }

    void Anonymous()
    {
        Line($"<Anonymous /srv{_random.Next(3)}>");
        Line(ServerWide[_random.Next(3)]);
        for (var count = _random.Next(4); count > 0; count--)
            Directory(_random.Next(5) == 0 ? "*" : _random.Next(3) == 0 ? Path()[1..] : Path());
        Line("</Anonymous>");
    }

    void Directory(string path)
    {
        if (!_taken.Add(path) || path.Length == 0)
            return;
        Line($"<Directory {path}>");
        for (var count = 1 + _random.Next(2); count > 0; count--)
            Line(InDirectory[_random.Next(InDirectory.Length)]);
        if (_random.Next(4) == 0)
            Limit();
        Line("</Directory>");
    }

    void Limit()
    {
        Line("<Limit ALL>");
        Line("DenyAll");
        Line("</Limit>");
    }

    string Path()
    {
        var path = string.Concat(Enumerable.Range(0, _random.Next(4)).Select(_ => "/" + Segments[_random.Next(Segments.Length)]));
        path += Ends[_random.Next(Ends.Length)];
        return _random.Next(12) == 0 ? "~" + path : path.StartsWith('/') ? path : "/" + path;
    }

    void Line(string line) => _text.Append(line).Append('\n');
}
