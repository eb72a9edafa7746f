using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;

namespace ProftpdSharp.Native.OpenSsl;

/// <summary>One entry of OpenSSL's error queue.</summary>
/// <param name="Code">Packed library and reason.</param>
/// <param name="Text">OpenSSL's text: <c>error:0A000102:SSL routines::unsupported protocol</c>.</param>
/// <param name="Data">What the library attached, or an empty string.</param>
public readonly record struct OpenSslError(uint Code, string Text, string Data)
{
    const uint SystemFlag = 0x80000000;

    /// <summary>The library that raised the error (20 = SSL, 9 = PEM, 11 = X.509); 2 for errno values.</summary>
    public int Library => (Code & SystemFlag) != 0 ? 2 : (int)((Code >> 23) & 0xFF);

    /// <summary>The library's reason number; the errno for system errors.</summary>
    public int Reason => (Code & SystemFlag) != 0 ? (int)(Code & ~SystemFlag) : (int)(Code & 0x7FFFFF);
}

/// <summary>What stood in OpenSSL's error queue of this thread after a failed call, oldest first.</summary>
public readonly struct OpenSslErrors
{
    public static readonly OpenSslErrors None = new([]);

    readonly ImmutableArray<OpenSslError> _errors;

    internal OpenSslErrors(ImmutableArray<OpenSslError> errors) => _errors = errors;

    public ImmutableArray<OpenSslError> Entries => _errors.IsDefault ? [] : _errors;

    public bool IsEmpty => Entries.IsEmpty;

    /// <summary>Whether an error of this library and reason is among them.</summary>
    public bool Contains(int library, int reason)
    {
        foreach (var error in Entries)
        {
            if (error.Library == library && error.Reason == reason)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>These and then those.</summary>
    public OpenSslErrors Then(OpenSslErrors later) => new(Entries.AddRange(later.Entries));

    /// <summary>The text as mod_tls logs it: one numbered continuation line for each error, <c>(unknown)</c> when there is none.</summary>
    public override string ToString()
    {
        if (IsEmpty)
        {
            return "(unknown)";
        }
        var text = new StringBuilder();
        var number = 0;
        foreach (var error in Entries)
        {
            text.Append("\n  (").Append(++number).Append(") ").Append(error.Text);
            if (error.Data.Length > 0)
            {
                text.Append(" [").Append(error.Data).Append(']');
            }
        }
        return text.ToString();
    }

    /// <summary>Empties this thread's queue into a value. Must run on the thread of the failed call, before any other OpenSSL call.</summary>
    internal static unsafe OpenSslErrors Take()
    {
        var errors = ImmutableArray.CreateBuilder<OpenSslError>();
        var text = stackalloc byte[256];
        byte* file, function, data;
        int line, flags;
        while (LibCrypto.ERR_get_error_all(&file, &line, &function, &data, &flags) is var code && code != 0)
        {
            LibCrypto.ERR_error_string_n(code, text, 256);
            var attached = (flags & LibCrypto.ErrorDataIsText) != 0 && data != null ? Latin1(data) : "";
            errors.Add(new OpenSslError((uint)code, Latin1(text), attached));
        }
        return new OpenSslErrors(errors.ToImmutable());
    }

    static unsafe string Latin1(byte* text) => Encoding.Latin1.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));
}
