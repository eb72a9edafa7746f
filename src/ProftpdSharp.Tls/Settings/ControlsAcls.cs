using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Tls.Settings;

/// <summary>One TLSControlsACLs line.</summary>
/// <param name="Actions">Action names; <c>all</c> stands for every one.</param>
/// <param name="Allow">Whether they are allowed or denied.</param>
/// <param name="ForGroups">Whether <paramref name="Names"/> are groups; else users.</param>
/// <param name="Names">Who.</param>
sealed record ControlsAcl(IReadOnlyList<string> Actions, bool Allow, bool ForGroups, IReadOnlyList<string> Names);

/// <summary>Who may use <c>ftpdctl tls</c>.</summary>
static class ControlsAcls
{
    static readonly char[] Separators = [','];

    public static readonly Feature Feature = new("tls controls");

    public static readonly Directive<ControlsAcl?> TlsControlsAcls = Feature.Directive(
        new Directive<ControlsAcl?>("TLSControlsACLs", ConfigContext.Server, Parse, null) { MinArguments = 4 });

    static Parsed<ControlsAcl?> Parse(DirectiveLine line)
    {
        if (line[1] is not ("allow" or "deny"))
            return line.Error("second parameter must be 'allow' or 'deny'");
        if (line[2] is not ("user" or "group"))
            return line.Error("third parameter must be 'user' or 'group'");
        var actions = line[0].Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        var unknown = actions.FirstOrDefault(action => action is not ("all" or "clear" or "info" or "ocspcache" or "sesscache"));
        if (unknown is not null)
            return line.Error($": unknown action: '{unknown}'");
        var names = line.Arguments.Skip(3).SelectMany(word => word.Split(Separators, StringSplitOptions.RemoveEmptyEntries));
        return new ControlsAcl(actions, line[1] == "allow", line[2] == "group", [.. names]);
    }
}
