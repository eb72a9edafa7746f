using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Core.Access;

/// <summary>A setting that is no rule and still refuses a command: AllowOverwrite, MaxRetrieveFileSize.</summary>
/// <param name="Directive">The setting.</param>
/// <param name="Record">The line that set it; null when its default refuses.</param>
public sealed record RefusingSetting(Directive Directive, ConfigRecord? Record)
{
    /// <summary>As the answers of <c>--explain</c> and log lines name it.</summary>
    public override string ToString() => Record is null ? $"{Directive.Name}, which nothing sets" : $"{Record} on {Record.Source}";

    /// <summary>Tells the log, at debug level 1, which line refused a command.</summary>
    /// <param name="session">Whose command.</param>
    /// <param name="command">The command.</param>
    /// <param name="directive">What refuses it.</param>
    /// <param name="record">The record in force; null for the default.</param>
    public static void Note(Session session, Command command, Directive directive, ConfigRecord? record)
    {
        var setting = new RefusingSetting(directive, record);
        session.Log.Debug(1, $"{command.LogLine}: denied by {setting}");
        Trial.NoteSetting(session, setting);
    }
}
