using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Modules.Dynmasq;

/// <summary>mod_dynmasq: looks the names of MasqueradeAddress up again from time to time.</summary>
public static class DynmasqModule
{
    public static readonly Module Module = new("mod_dynmasq", "0.5", AddressRefresh.Feature) { LoadedAtStart = false };
}
