using System.Diagnostics.CodeAnalysis;

namespace ProftpdSharp.Native;

/// <summary>A value, or the reason why there is none.</summary>
/// <param name="Value">Meaningful only when <see cref="Ok"/>.</param>
/// <param name="Error"><see cref="Errno.None"/> on success.</param>
public readonly record struct Result<T>(T? Value, Errno Error)
{
    [MemberNotNullWhen(true, nameof(Value))]
    public bool Ok => Error == Errno.None;

    public static implicit operator Result<T>(T value) => new(value, Errno.None);

    public static implicit operator Result<T>(Errno error) => new(default, error);
}
