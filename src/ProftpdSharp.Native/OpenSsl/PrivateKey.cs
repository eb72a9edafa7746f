using System.Runtime.InteropServices;

namespace ProftpdSharp.Native.OpenSsl;

/// <summary>A private key (EVP_PKEY).</summary>
public sealed class PrivateKey : SafeHandle
{
    internal PrivateKey(nint handle) : base(0, ownsHandle: true) => SetHandle(handle);

    public override bool IsInvalid => handle == 0;

    public KeyKind Kind => (KeyKind)LibCrypto.EVP_PKEY_get_base_id(handle);

    /// <summary>Another handle of the same key.</summary>
    public PrivateKey Share()
    {
        _ = LibCrypto.EVP_PKEY_up_ref(this);
        return new PrivateKey(handle);
    }

    protected override bool ReleaseHandle()
    {
        LibCrypto.EVP_PKEY_free(handle);
        return true;
    }
}
