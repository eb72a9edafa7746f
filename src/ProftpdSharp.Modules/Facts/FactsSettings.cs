using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Modules.Facts;

/// <summary>What FactsOptions may say.</summary>
[Flags]
enum FactsOption
{
    None = 0,

    /// <summary>Links as <c>OS.unix=slink:target</c>, which some clients want instead of RFC 3659's form.</summary>
    UseSlink = 1,
    AdjustedSymlinks = 2,

    /// <summary>Owner and group as numbers only.</summary>
    NoNames = 4,
}

/// <summary>FactsAdvertise, FactsDefault and FactsOptions, and what a session chose with OPTS MLST.</summary>
static class FactsSettings
{
    public static readonly Feature Feature = new("FactsAdvertise FactsDefault FactsOptions");

    public static readonly Directive<bool> FactsAdvertise = Feature.Directive(
        new Directive<bool>("FactsAdvertise", Contexts.ServerWide, Values.Boolean, true));

    public static readonly Directive<Fact> FactsDefault = Feature.Directive(
        new Directive<Fact>("FactsDefault", Contexts.ServerWide, ParseFacts, FactNames.Default) { WrongCount = "wrong number of parameters" });

    public static readonly Directive<FactsOption> FactsOptions = Feature.Directive(
        new Directive<FactsOption>("FactsOptions", Contexts.ServerWide, ParseOptions, FactsOption.None) { WrongCount = "wrong number of parameters" });

    static readonly SessionKey<Choice> Key = new(() => new Choice());

    /// <summary>The facts that the session's lines hold.</summary>
    public static Fact InForce(Session session)
    {
        var facts = session.State(Key).Facts ?? session.Server.Root.Get(FactsDefault);
        return Has(session, FactsOption.NoNames) ? facts & ~(Fact.UnixOwnerName | Fact.UnixGroupName) : facts;
    }

    /// <summary>OPTS MLST: for the rest of the session.</summary>
    public static void Choose(Session session, Fact facts) => session.State(Key).Facts = facts;

    /// <summary>Whether there was an OPTS MLST.</summary>
    public static bool IsChosen(Session session) => session.State(Key).Facts is not null;

    public static bool Has(Session session, FactsOption option) => session.Server.Root.Get(FactsOptions).HasFlag(option);

    static Parsed<Fact> ParseFacts(DirectiveLine line)
    {
        var facts = Fact.None;
        foreach (var word in line.Arguments)
        {
            if (FactNames.Find(word) is not Fact.None and var fact)
                facts |= fact;
            else
                return line.Error($": unknown fact '{word}'");
        }
        return facts;
    }

    static Parsed<FactsOption> ParseOptions(DirectiveLine line)
    {
        var options = FactsOption.None;
        foreach (var word in line.Arguments)
        {
            switch (word)
            {
                case "UseSlink": options |= FactsOption.UseSlink; break;
                case "AdjustedSymlinks": options |= FactsOption.AdjustedSymlinks; break;
                case "NoAdjustedSymlinks": options &= ~FactsOption.AdjustedSymlinks; break;
                case "NoNames": options |= FactsOption.NoNames; break;
                default: return line.Error($": unknown FactsOption '{word}'");
            }
        }
        return options;
    }

    sealed class Choice
    {
        /// <summary>Null until OPTS MLST.</summary>
        public Fact? Facts { get; set; }
    }
}
