namespace ProftpdSharp.Core.Transfers;

/// <summary>TYPE A between the host's line feeds and the network's CR LF; keeps the last byte between buffers.</summary>
sealed class AsciiTranslation
{
    bool _carriageReturn;

    /// <summary>Outgoing: a line feed without a carriage return before it gets one.</summary>
    /// <param name="source">Bytes of the file.</param>
    /// <param name="target">At least twice as long.</param>
    /// <returns>The bytes to send.</returns>
    public int ToNetwork(ReadOnlySpan<byte> source, Span<byte> target)
    {
        var count = 0;
        foreach (var value in source)
        {
            if (value == '\n' && !_carriageReturn)
                target[count++] = (byte)'\r';
            target[count++] = value;
            _carriageReturn = value == '\r';
        }
        return count;
    }

    /// <summary>Incoming: CR LF becomes LF; a carriage return elsewhere stays.</summary>
    /// <param name="source">Bytes of the network.</param>
    /// <param name="target">At least one longer.</param>
    /// <returns>The bytes to store.</returns>
    public int FromNetwork(ReadOnlySpan<byte> source, Span<byte> target)
    {
        var count = 0;
        foreach (var value in source)
        {
            if (_carriageReturn && value != '\n')
                target[count++] = (byte)'\r';
            _carriageReturn = value == '\r';
            if (!_carriageReturn)
                target[count++] = value;
        }
        return count;
    }

    /// <summary>What is owed at the end of the data: a last lone carriage return.</summary>
    public int Finish(Span<byte> target)
    {
        if (!_carriageReturn)
            return 0;
        _carriageReturn = false;
        target[0] = (byte)'\r';
        return 1;
    }
}
