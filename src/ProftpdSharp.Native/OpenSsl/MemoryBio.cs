using System.Runtime.InteropServices;
using System.Text;

namespace ProftpdSharp.Native.OpenSsl;

/// <summary>Catches what OpenSSL prints.</summary>
static unsafe class MemoryBio
{
    /// <summary>Runs <paramref name="print"/> on a fresh memory BIO and returns what it wrote as a byte string.</summary>
    internal static string Print(Func<nint, int> print)
    {
        var bio = LibCrypto.BIO_new(LibCrypto.BIO_s_mem());
        if (bio == 0)
        {
            throw new InvalidOperationException("OpenSSL has no memory");
        }
        try
        {
            print(bio);
            byte* data;
            var length = (int)LibCrypto.BIO_ctrl(bio, LibCrypto.BioCtrlInfo, 0, &data);
            return Encoding.Latin1.GetString(data, length);
        }
        finally
        {
            _ = LibCrypto.BIO_free(bio);
        }
    }

    /// <summary>A C string of OpenSSL's own as a byte string; empty for NULL.</summary>
    internal static string Text(byte* text) =>
        text == null ? "" : Encoding.Latin1.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));
}
