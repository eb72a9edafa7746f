using System.Diagnostics;
using System.Net;
using ProftpdSharp.Native;
using Xunit;
using static ProftpdSharp.UnitTests.Native.TempDirectory;

namespace ProftpdSharp.UnitTests.Native;

public sealed class LoginRecordsTests : IDisposable
{
    static readonly LoginRecord Login = new(
        LoginKind.Login, "a\u00e9user", "ftpd12345", "client.example", IPAddress.Parse("192.0.2.7"), 4194321,
        new DateTimeOffset(2024, 2, 29, 12, 34, 56, TimeSpan.Zero).AddMilliseconds(789));

    readonly TempDirectory _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Last_reads_login_and_logout()
    {
        _temp.MakeFile("wtmp").Dispose();
        var login = Login with { User = "someone" };
        Must(LoginRecords.Append(login, _temp["wtmp"]));
        Must(LoginRecords.Append(login with { Kind = LoginKind.Logout, User = "", Time = login.Time.AddMinutes(5) }, _temp["wtmp"]));
        var last = Output("last", "-f", _temp["wtmp"], "-w", "--time-format", "iso");
        Assert.Contains("someone  ftpd12345    client.example   2024-02-29T12:34:56+00:00 - 2024-02-29T12:39:56+00:00  (00:05)", last);
    }

    [Fact]
    public void Texts_that_are_too_long_are_cut()
    {
        using var file = _temp.MakeFile("wtmp");
        var text = new string('x', 300);
        Must(LoginRecords.Append(Login with { User = text, Line = text, Host = text }, _temp["wtmp"]));
        var dump = Output("utmpdump", _temp["wtmp"]);
        Assert.Contains($"[{new string('x', 32)}]", dump);
        Assert.Contains($"[{new string('x', 256)}] [192.0.2.7", dump);
        Assert.Contains("[4194321]", dump);
    }

    [Fact]
    public void A_missing_file_stays_missing()
    {
        Assert.Equal(Errno.ENOENT, LoginRecords.Append(Login, _temp["wtmp"]));
        Assert.Equal(Errno.ENOENT, Files.StatAt(_temp.Handle, "wtmp").Error);
    }

    [Fact]
    public void Somebody_elses_lock_delays_nothing()
    {
        using var file = _temp.MakeFile("wtmp");
        Must(Files.Lock(file, LockKind.Shared));
        Must(LoginRecords.Append(Login, _temp["wtmp"]));
        Assert.NotEqual(0, Must(Files.Fstat(file)).Size);
    }

    static string Output(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["TZ"] = "UTC";
        using var process = Process.Start(start)!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return text;
    }
}
