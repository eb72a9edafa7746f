namespace ProftpdSharp.Core.IO;

/// <summary>
/// Takes Telnet commands (RFC 854) out of control-channel bytes as upstream does: option negotiation, which is refused, Interrupt Process and Data Mark,
/// which ABOR may come with, vanish; IAC IAC is one byte 255; any other byte behind an IAC is data, and so is the IAC. Keeps its state between reads.
/// </summary>
public sealed class TelnetFilter
{
    const byte Iac = 255;
    const byte Will = 251;
    const byte Wont = 252;
    const byte Dont = 254;
    const byte InterruptProcess = 244;
    const byte DataMark = 242;

    /// <summary>How many bytes of refusals wait for a line; who negotiates more without ever sending one gets no answer to the rest.</summary>
    const int MostAnswers = 1023;

    State _state;
    byte _negotiation;
    List<byte>? _answers;

    /// <summary>Whether a command was taken out since <see cref="TakeAnswers"/>.</summary>
    public bool HasFiltered { get; private set; }

    enum State
    {
        Data,
        Command,
        Option,

        /// <summary>The option was a carriage return: with a line feed behind it, it ends the line as well.</summary>
        CarriageReturn,
    }

    /// <summary>What the commands since the last time are to be answered, as a byte string; empty for most.</summary>
    public string TakeAnswers()
    {
        HasFiltered = false;
        if (_answers is null)
            return "";
        var answers = string.Concat(_answers.Select(value => (char)value));
        _answers = null;
        return answers;
    }

    /// <summary>Filters bytes; the target must have room for one byte more than the source.</summary>
    /// <returns>The number of data bytes.</returns>
    public int Filter(ReadOnlySpan<byte> source, Span<byte> target)
    {
        var count = 0;
        foreach (var value in source)
        {
            var state = _state;
            _state = Next(state, value);
            switch (state)
            {
                case State.Command when value is (>= Will and <= Dont or InterruptProcess or DataMark):
                    HasFiltered = true;
                    _negotiation = value;
                    break;
                case State.Command when value != Iac:
                    (target[count], target[count + 1], count) = (Iac, value, count + 2);
                    break;
                case State.Option:
                    Refuse(value);
                    break;
                case State.CarriageReturn when value == '\n':
                    (target[count], target[count + 1], count) = ((byte)'\r', value, count + 2);
                    break;
                case State.Command:
                case var _ when value != Iac:
                    target[count++] = value;
                    break;
            }
        }
        return count;
    }

    void Refuse(byte option)
    {
        _answers ??= [];
        if (_answers.Count < MostAnswers)
            _answers.AddRange([Iac, _negotiation <= Wont ? Dont : Wont, option]);
    }

    static State Next(State state, byte value) => state switch
    {
        State.Command when value is >= Will and <= Dont => State.Option,
        State.Command => State.Data,
        State.Option => value == '\r' ? State.CarriageReturn : State.Data,
        _ => value == Iac ? State.Command : State.Data,
    };
}
