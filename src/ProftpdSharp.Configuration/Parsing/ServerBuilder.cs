using System.Net;

namespace ProftpdSharp.Configuration.Parsing;

/// <summary>A server while it is being read.</summary>
/// <param name="root">Its section.</param>
/// <param name="addresses">Those of the VirtualHost line; empty for the main server.</param>
sealed class ServerBuilder(ScopeBuilder root, IReadOnlyList<IPAddress> addresses)
{
    public ScopeBuilder Root { get; } = root;

    /// <summary>The server's own address first.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; set; } = addresses;

    /// <summary>The words of the VirtualHost line that are names: each counts as a ServerAlias.</summary>
    public IReadOnlyList<string> ImplicitAliases { get; init; } = [];

    /// <summary>The value of a directive that stands in the server's own list.</summary>
    public ConfigRecord<T>? Find<T>(Directive<T> directive) =>
        (ConfigRecord<T>?)Root.Records.Find(record => record.Directive == directive);
}
