using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Core.Access;

/// <summary>Order: whether allowing or denying rules of a <c>&lt;Limit&gt;</c> are asked first, and what holds when none speaks.</summary>
public enum LimitOrder
{
    /// <summary>Allowing rules first; in doubt other sections are asked.</summary>
    AllowDeny,

    /// <summary>Denying rules first; in doubt denied.</summary>
    DenyAllow,
}

/// <summary>The directives that stand in <c>&lt;Limit&gt;</c> sections.</summary>
public static class LimitDirectives
{
    const string WrongCount = "wrong number of parameters";
    const ConfigContext LimitAndBelow = ConfigContext.Anonymous | ConfigContext.Limit | ConfigContext.Directory | ConfigContext.FtpAccess;

    public static readonly Feature Feature = new("Limit");

    public static readonly Directive<LimitOrder> Order = Feature.Directive(
        new Directive<LimitOrder>("Order", ConfigContext.Limit, ParseOrder, LimitOrder.AllowDeny)
        {
            MaxArguments = 2,
            WrongCount = WrongCount,
        });

    public static readonly Directive<AddressList?> Allow = Addresses("Allow");

    public static readonly Directive<AddressList?> Deny = Addresses("Deny");

    /// <summary>In a Limit it allows everybody; beside a bare <see cref="DenyAll"/> it takes that back.</summary>
    public static readonly Directive<bool> AllowAll = Flag("AllowAll");

    /// <summary>In a Limit it denies everybody; bare in a Directory or Anonymous it denies everything on what exists there.</summary>
    public static readonly Directive<bool> DenyAll = Flag("DenyAll");

    public static readonly Directive<NameList?> AllowUser = Names("AllowUser", NameList.ParseAny);

    public static readonly Directive<NameList?> DenyUser = Names("DenyUser", NameList.ParseAny);

    public static readonly Directive<NameList?> AllowGroup = Names("AllowGroup", NameList.ParseAll);

    public static readonly Directive<NameList?> DenyGroup = Names("DenyGroup", NameList.ParseAll);

    public static readonly Directive<NameList?> AllowClass = Names("AllowClass", NameList.ParseAny);

    public static readonly Directive<NameList?> DenyClass = Names("DenyClass", NameList.ParseAny);

    /// <summary>Whether the commands of the Limit take what listings hide for missing.</summary>
    public static readonly Directive<bool> IgnoreHidden = Feature.Directive(
        new Directive<bool>("IgnoreHidden", ConfigContext.Limit, Values.Boolean, false));

    static Directive<AddressList?> Addresses(string name) => Feature.Directive(
        new Directive<AddressList?>(name, ConfigContext.Limit, line => AddressList.Parse(line).Then<AddressList?>(list => list), null)
        {
            MinArguments = 0,
        });

    static Directive<bool> Flag(string name) => Feature.Directive(
        new Directive<bool>(name, LimitAndBelow, Values.Flag, false)
        {
            MinArguments = 0,
            MaxArguments = 0,
            WrongCount = WrongCount,
        });

    static Directive<NameList?> Names(string name, DirectiveParser<NameList> parse) => Feature.Directive(
        new Directive<NameList?>(name, ConfigContext.Limit, line => parse(line).Then<NameList?>(list => list), null, MergeRule.DownMulti)
        {
            WrongCount = WrongCount,
            CheckOrder = CheckOrder.ContextFirst,
        });

    static Parsed<LimitOrder> ParseOrder(DirectiveLine line)
    {
        var text = string.Concat(line.Arguments);
        return text.ToLowerInvariant() switch
        {
            "allow,deny" => LimitOrder.AllowDeny,
            "deny,allow" => LimitOrder.DenyAllow,
            _ => line.Error($"'{text}': invalid argument"),
        };
    }
}
