namespace ProftpdSharp.Core.IO;

/// <summary>
/// Takes Telnet commands (RFC 854) out of control-channel bytes as upstream does: option negotiation, Interrupt Process and Data Mark, which ABOR
/// may come with, vanish; IAC IAC is one byte 255; any other byte behind an IAC is data, and so is the IAC. Keeps its state between reads.
/// </summary>
public sealed class TelnetFilter
{
    const byte Iac = 255;
    const byte Will = 251;
    const byte Dont = 254;
    const byte InterruptProcess = 244;
    const byte DataMark = 242;

    State _state;

    /// <summary>Whether a command was taken out since <see cref="ResetFiltered"/>.</summary>
    public bool HasFiltered { get; private set; }

    enum State
    {
        Data,
        Command,
        Option,
    }

    /// <summary>Forgets that a command was taken out.</summary>
    public void ResetFiltered() => HasFiltered = false;

    /// <summary>Filters bytes; the target must have room for one byte more than the source.</summary>
    /// <returns>The number of data bytes.</returns>
    public int Filter(ReadOnlySpan<byte> source, Span<byte> target)
    {
        var count = 0;
        foreach (var value in source)
        {
            var state = _state;
            _state = Next(state, value);
            if (state == State.Data && value != Iac || state == State.Command && value == Iac)
                target[count++] = value;
            else if (state == State.Command && value is (>= Will and <= Dont or InterruptProcess or DataMark))
                HasFiltered = true;
            else if (state == State.Command)
                (target[count], target[count + 1], count) = (Iac, value, count + 2);
        }
        return count;
    }

    static State Next(State state, byte value) => state switch
    {
        State.Data when value == Iac => State.Command,
        State.Command when value is >= Will and <= Dont => State.Option,
        _ => State.Data,
    };
}
