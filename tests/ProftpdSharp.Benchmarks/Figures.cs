using System.Globalization;
using Serilog;
using Serilog.Core;

namespace ProftpdSharp.Benchmarks;

/// <summary>What was measured: on the console, and with its time in a file that keeps the runs of this machine.</summary>
sealed class Figures(string path) : IDisposable
{
    readonly Logger _log = new LoggerConfiguration()
        .WriteTo.Console(outputTemplate: "{Message:l}{NewLine}", formatProvider: CultureInfo.InvariantCulture)
        .WriteTo.File(path, outputTemplate: "{Timestamp:yyyy-MM-dd HH:mm:ss} {Message:l}{NewLine}", formatProvider: CultureInfo.InvariantCulture)
        .CreateLogger();

    /// <summary>One line of a table.</summary>
    public void Write(FormattableString line) => _log.Information("{Line}", line.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public void Dispose() => _log.Dispose();
}
