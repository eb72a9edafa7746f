using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Core.Transfers;

namespace ProftpdSharp.Modules.Xfer;

/// <summary>
/// After a RETR, STOR, APPE or STOU that failed, the client has to give PASV or EPSV again, and REST or RANG; even EPSV ALL is forgotten. Listings leave all
/// that as it is, and PORT and EPRT hold.
/// </summary>
static class DataRelease
{
    public static readonly Feature Feature = new("data connections after failures");

    static DataRelease()
    {
        foreach (var verb in new[] { "RETR", "STOR", "APPE", "STOU" })
            Feature.On(Phase.PostError, verb, ReleaseAsync);
    }

    static ValueTask<Outcome> ReleaseAsync(Session session, Command command)
    {
        if (session.IsLoggedIn && !session.IsTransferring)
        {
            var state = session.State(TransferState.Key);
            state.ForgetPassive();
            state.ForgetRestart();
            state.ExtendedPassiveOnly = false;
        }

        return new(Outcome.Declined);
    }
}
