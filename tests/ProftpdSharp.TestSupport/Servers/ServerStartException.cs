namespace ProftpdSharp.TestSupport.Servers;

/// <summary>A server that a test needs did not start.</summary>
/// <param name="message">What it said.</param>
public sealed class ServerStartException(string message) : Exception(message);
