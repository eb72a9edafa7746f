using ProftpdSharp.Core.Modules;
namespace ProftpdSharp.Modules.Delay;

static class LoginDelay
{
    public static readonly Feature Feature = new("login delay");
}
