using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ProftpdSharp.Native;

/// <summary>What libpam answers (security/_pam_types.h of Linux-PAM); values that nobody asks for have no name here.</summary>
public enum PamCode
{
    Success = 0,
    SystemError = 4,
    BufferError = 5,
    PermissionDenied = 6,
    AuthenticationError = 7,
    CredentialsInsufficient = 8,
    AuthenticationInformationUnavailable = 9,
    UserUnknown = 10,
    TooManyTries = 11,
    NewTokenRequired = 12,
    AccountExpired = 13,
    SessionError = 14,
    CredentialsUnavailable = 15,
    CredentialsExpired = 16,
    CredentialsError = 17,
    ConversationError = 19,
}

/// <summary>Items of a transaction that modules look at.</summary>
public enum PamItem
{
    Terminal = 3,
    RemoteHost = 4,
    RemoteUser = 8,
}

/// <summary>
/// One transaction of libpam, from pam_start(3) to pam_end(3). Its modules may sleep, start programs and change the process, so it belongs in a
/// process of its own. The conversation answers a visible question with the user's name and a hidden one with the password.
/// </summary>
public sealed unsafe partial class PamTransaction : IDisposable
{
    const int FailDelay = 10;
    const int Silent = 0x8000;
    const int DisallowEmptyPassword = 1;
    const int EstablishCredentials = 2;
    const int DeleteCredentials = 4;

    /// <summary>PAM_MAX_NUM_MSG.</summary>
    const int MostMessages = 32;

    readonly Talk* _talk;
    nint _handle;
    PamCode _last;

    PamTransaction(Talk* talk, nint handle)
    {
        _talk = talk;
        _handle = handle;
    }

    /// <summary>How long a refusal should be held back, as the modules asked; pam_authenticate itself does not wait.</summary>
    public TimeSpan Delay => TimeSpan.FromMicroseconds(_talk->DelayMicroseconds);

    /// <summary>pam_start(3).</summary>
    /// <param name="service">The name of the file in /etc/pam.d.</param>
    /// <param name="user">The account.</param>
    /// <param name="password">Copied, and zeroed by <see cref="ForgetPassword"/>.</param>
    /// <param name="transaction">Null unless it succeeded.</param>
    public static PamCode Start(string service, string user, ReadOnlySpan<byte> password, out PamTransaction? transaction)
    {
        transaction = null;
        if (!ByteStrings.IsPassable(service) || !ByteStrings.IsPassable(user) || password.Contains((byte)0))
            return PamCode.SystemError;
        var talk = Talk.Make(ByteStrings.ToBytes(user), password);
        var conversation = new Conversation { Function = &Converse, Data = talk };
        nint handle;
        var code = pam_start(service, user, &conversation, &handle);
        if (code != PamCode.Success)
        {
            Talk.Free(talk);
            return code;
        }
        transaction = new PamTransaction(talk, handle);
        delegate* unmanaged[Cdecl]<int, uint, void*, void> hold = &Hold;
        pam_set_item(handle, FailDelay, hold);
        return PamCode.Success;
    }

    /// <summary>pam_set_item(3).</summary>
    public PamCode Set(PamItem item, string value)
    {
        if (!ByteStrings.IsPassable(value))
            return PamCode.SystemError;
        fixed (byte* text = ByteStrings.ToBytes(value + '\0'))
            return pam_set_item(_handle, (int)item, text);
    }

    /// <summary>pam_authenticate(3); an account without a password is refused, whatever the modules' options say.</summary>
    public PamCode Authenticate() => _last = pam_authenticate(_handle, DisallowEmptyPassword);

    /// <summary>pam_acct_mgmt(3).</summary>
    public PamCode CheckAccount() => _last = pam_acct_mgmt(_handle, DisallowEmptyPassword);

    /// <summary>pam_open_session(3).</summary>
    public PamCode OpenSession() => _last = pam_open_session(_handle, Silent);

    /// <summary>pam_setcred(3).</summary>
    public PamCode Establish() => _last = pam_setcred(_handle, EstablishCredentials | Silent);

    /// <summary>Takes the credentials and the session back.</summary>
    public PamCode CloseSession()
    {
        pam_setcred(_handle, DeleteCredentials | Silent);
        return _last = pam_close_session(_handle, Silent);
    }

    /// <summary>pam_strerror(3).</summary>
    public string Describe(PamCode code) =>
        ByteStrings.FromBytes(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(pam_strerror(_handle, code)));

    /// <summary>Zeroes the password; later questions for it are not answered.</summary>
    public void ForgetPassword() => _talk->ForgetPassword();

    public void Dispose()
    {
        if (_handle == 0)
            return;
        pam_end(_handle, _last);
        _handle = 0;
        Talk.Free(_talk);
    }

    /// <summary>pam_conv(3); libpam frees the answers, modules overwrite them.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static int Converse(int count, int** messages, Response** responses, void* data)
    {
        if (count is < 1 or > MostMessages)
            return (int)PamCode.ConversationError;
        var answers = (Response*)NativeMemory.AllocZeroed((nuint)count, (nuint)sizeof(Response));
        for (var i = 0; i < count; i++)
        {
            // struct pam_message begins with its style.
            var isAnswered = ((Talk*)data)->Answer(*messages[i], out var text);
            answers[i] = new Response { Text = text, Unused = 0 };
            if (isAnswered)
                continue;
            for (var j = 0; j < i; j++)
                Talk.Release(answers[j].Text);
            NativeMemory.Free(answers);
            return (int)PamCode.ConversationError;
        }
        *responses = answers;
        return (int)PamCode.Success;
    }

    /// <summary>In place of pam_fail_delay's sleep: notes the time.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Hold(int code, uint microseconds, void* data) =>
        ((Talk*)data)->DelayMicroseconds = code == (int)PamCode.Success ? 0 : microseconds;

    [LibraryImport(Libraries.Pam, StringMarshalling = StringMarshalling.Custom,
        StringMarshallingCustomType = typeof(Latin1StringMarshaller))]
    private static partial PamCode pam_start(string service, string user, Conversation* conversation, nint* handle);

    [LibraryImport(Libraries.Pam)]
    private static partial PamCode pam_set_item(nint handle, int item, void* value);

    [LibraryImport(Libraries.Pam)]
    private static partial PamCode pam_authenticate(nint handle, int flags);

    [LibraryImport(Libraries.Pam)]
    private static partial PamCode pam_acct_mgmt(nint handle, int flags);

    [LibraryImport(Libraries.Pam)]
    private static partial PamCode pam_open_session(nint handle, int flags);

    [LibraryImport(Libraries.Pam)]
    private static partial PamCode pam_close_session(nint handle, int flags);

    [LibraryImport(Libraries.Pam)]
    private static partial PamCode pam_setcred(nint handle, int flags);

    [LibraryImport(Libraries.Pam)]
    private static partial byte* pam_strerror(nint handle, PamCode code);

    [LibraryImport(Libraries.Pam)]
    private static partial PamCode pam_end(nint handle, PamCode last);

    struct Conversation
    {
        public delegate* unmanaged[Cdecl]<int, int**, Response**, void*, int> Function;
        public void* Data;
    }

    struct Response
    {
        public byte* Text;
        public int Unused;
    }

    /// <summary>What the conversation knows, in memory that libpam's callbacks may reach.</summary>
    struct Talk
    {
        const int HiddenQuestion = 1;
        const int VisibleQuestion = 2;

        public uint DelayMicroseconds;
        byte* _user;
        byte* _password;

        public static Talk* Make(ReadOnlySpan<byte> user, ReadOnlySpan<byte> password)
        {
            var talk = (Talk*)NativeMemory.AllocZeroed((nuint)sizeof(Talk));
            talk->_user = Terminated(user);
            talk->_password = Terminated(password);
            return talk;
        }

        public static void Free(Talk* talk)
        {
            Release(talk->_user);
            Release(talk->_password);
            NativeMemory.Free(talk);
        }

        public static void Release(byte* text)
        {
            if (text == null)
                return;
            CryptographicOperations.ZeroMemory(Whole(text));
            NativeMemory.Free(text);
        }

        /// <summary>Errors and information are for people at a terminal: they are taken and dropped.</summary>
        public readonly bool Answer(int style, out byte* text)
        {
            var known = style switch
            {
                HiddenQuestion => _password,
                VisibleQuestion => _user,
                _ => null,
            };
            text = known == null ? null : Terminated(Whole(known));
            return known != null || style is not (HiddenQuestion or VisibleQuestion);
        }

        public void ForgetPassword()
        {
            Release(_password);
            _password = null;
        }

        static Span<byte> Whole(byte* text) => new(text, MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text).Length);

        static byte* Terminated(ReadOnlySpan<byte> bytes)
        {
            var copy = (byte*)NativeMemory.Alloc((nuint)bytes.Length + 1);
            bytes.CopyTo(new Span<byte>(copy, bytes.Length));
            copy[bytes.Length] = 0;
            return copy;
        }
    }
}
