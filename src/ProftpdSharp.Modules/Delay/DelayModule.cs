using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Modules.Delay;

/// <summary>mod_delay: answers to USER and PASS take the same time for users that exist and for those that do not.</summary>
public static class DelayModule
{
    public static readonly Module Module = new("mod_delay", "0.8", LoginDelay.Feature, DelayControl.Feature);
}
