namespace ProftpdSharp.Core.Controls;

/// <summary>Who is at the other end of the controls socket: the system's user, and that user's primary group, by name.</summary>
public sealed record ControlsClient(string User, string Group)
{
    public override string ToString() => $"{User}/{Group}";
}
