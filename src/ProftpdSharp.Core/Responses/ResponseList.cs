namespace ProftpdSharp.Core.Responses;

/// <summary>One line of a reply. A code of 0 continues the reply before it.</summary>
public readonly record struct ResponseLine(int Code, string Text);

/// <summary>
/// The replies that the handlers of one command appended. Two lists as in upstream: one is sent when the command was handled, the other when it
/// failed. Only the dispatcher sends them.
/// </summary>
public sealed class ResponseList
{
    readonly List<ResponseLine> _success = [];
    readonly List<ResponseLine> _followers = [];
    readonly List<ResponseLine> _errors = [];

    ResponseLine? _hidden;

    /// <summary>The code of the last line sent for this command; 0 when none was. For <c>%s</c> of LogFormat.</summary>
    public int LastCode { get; private set; }

    /// <summary>The text of the last line sent for this command. For <c>%S</c> of LogFormat.</summary>
    public string LastText { get; private set; } = "";

    /// <summary>The 150 that was sent for this command; null when none was.</summary>
    public ResponseLine? Preliminary { get; private set; }

    /// <summary>The lines that a handled command sends.</summary>
    public IReadOnlyList<ResponseLine> Success => _success;

    /// <summary>The lines that a failed command sends.</summary>
    public IReadOnlyList<ResponseLine> Errors => _errors;

    /// <summary>Appends a line; several with one code become one multi-line reply.</summary>
    public void Add(int code, string text) => _success.Add(new ResponseLine(code, text));

    /// <summary>Appends a line below all that are added, the later ones too.</summary>
    public void AddBelow(int code, string text) => _followers.Add(new ResponseLine(code, text));

    /// <summary>Appends a further line to the reply begun last.</summary>
    public void Continue(string text) => _success.Add(new ResponseLine(0, text));

    /// <summary>Appends a line to the reply of a failure.</summary>
    public void AddError(int code, string text) => _errors.Add(new ResponseLine(code, text));

    public void ContinueError(string text) => _errors.Add(new ResponseLine(0, text));

    /// <summary>Forgets the lines for success, for a late refusal (mod_tls' 530 in place of 230).</summary>
    public void ClearSuccess()
    {
        _success.Clear();
        _followers.Clear();
    }

    /// <summary>Forgets the lines for success, but the logs show them: upstream's LIST of what is missing is a 226 there.</summary>
    public void HideSuccess()
    {
        _hidden = _success.Count > 0 ? _success[^1] : null;
        ClearSuccess();
    }

    public void ClearErrors() => _errors.Clear();

    /// <summary>Notes what was sent at once, around the lists (150, 421).</summary>
    internal void Sent(int code, string text)
    {
        (LastCode, LastText) = (code, text);
        if (code is >= 100 and < 200)
            Preliminary = new ResponseLine(code, text);
    }

    /// <summary>Takes the wire text of one of the two lists and empties both.</summary>
    /// <param name="handled">Which one.</param>
    /// <param name="translate">Turns each line into the client's language.</param>
    internal string Take(bool handled, Func<string, string> translate)
    {
        _success.AddRange(_followers);
        var lines = handled ? _success : _errors;
        var text = ReplyText.Format(lines.Select(line => line with { Text = translate(line.Text) }));
        if (lines.Count > 0)
            Sent(ReplyText.Coded(lines).Last().Code, lines[^1].Text);
        if (_hidden is { } hidden)
            Sent(hidden.Code, hidden.Text);
        _hidden = null;
        ClearSuccess();
        _errors.Clear();
        return text;
    }
}
