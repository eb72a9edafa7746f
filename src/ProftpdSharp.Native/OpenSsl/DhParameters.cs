using System.Runtime.InteropServices;

namespace ProftpdSharp.Native.OpenSsl;

/// <summary>Diffie-Hellman parameters (an EVP_PKEY without key).</summary>
public sealed class DhParameters : SafeHandle
{
    internal DhParameters(nint handle) : base(0, ownsHandle: true) => SetHandle(handle);

    public override bool IsInvalid => handle == 0;

    /// <summary>Size of the prime in bits.</summary>
    public int Bits => LibCrypto.EVP_PKEY_get_bits(handle);

    protected override bool ReleaseHandle()
    {
        LibCrypto.EVP_PKEY_free(handle);
        return true;
    }
}
