namespace ProftpdSharp.Core.IO;

/// <summary>Takes Telnet commands (RFC 854) out of control-channel bytes; keeps its state between reads.</summary>
public sealed class TelnetFilter
{
    const byte Iac = 255;
    const byte Will = 251;
    const byte Dont = 254;

    State _state;

    enum State
    {
        Data,
        Command,
        Option,
    }

    /// <summary>Removes commands in place; <c>IAC IAC</c> becomes one 255.</summary>
    /// <returns>The number of data bytes left at the front.</returns>
    public int Strip(Span<byte> bytes)
    {
        var kept = 0;
        foreach (var value in bytes)
        {
            if (Keep(value))
                bytes[kept++] = value;
        }
        return kept;
    }

    bool Keep(byte value)
    {
        switch (_state)
        {
            case State.Data:
                _state = value == Iac ? State.Command : State.Data;
                return value != Iac;
            case State.Command:
                _state = value is >= Will and <= Dont ? State.Option : State.Data;
                return value == Iac;
            default:
                _state = State.Data;
                return false;
        }
    }
}
