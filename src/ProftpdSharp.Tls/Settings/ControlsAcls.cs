using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Controls;
using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Tls.Settings;

/// <summary>TLSControlsACLs: who may use <c>ftpdctl tls</c>.</summary>
static class ControlsAcls
{
    static readonly string[] Names = ["clear", "info", "ocspcache", "sesscache"];

    public static readonly Feature Feature = new("tls controls");

    public static readonly Directive<ControlsAcl?> TlsControlsAcls = Feature.Directive(
        new Directive<ControlsAcl?>("TLSControlsACLs", ConfigContext.Server, line => ControlsAcl.Parse(line, Names), null) { MinArguments = 4 });
}
