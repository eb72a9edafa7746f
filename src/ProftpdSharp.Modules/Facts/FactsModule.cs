using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Modules.Facts;

/// <summary>mod_facts: listings for programs, and changes of what they show.</summary>
public static class FactsModule
{
    /// <summary>The features stand in the order of HELP.</summary>
    public static readonly Module Module = new(
        "mod_facts",
        "mod_facts/0.7",
        ModifyFacts.Feature,
        MachineListing.Feature,
        FactsSettings.Feature);
}
