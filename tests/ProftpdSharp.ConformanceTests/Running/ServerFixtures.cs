using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.ConformanceTests.Running;

/// <summary>Upstream's running server of a test class.</summary>
public sealed class UpstreamServer : IAsyncLifetime
{
    internal SharedServer Shared { get; } = new(ServerBinary.Oracle);

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public Task DisposeAsync() => Shared.DisposeAsync().AsTask();
}

/// <summary>Our running server of a test class.</summary>
public sealed class OurServer : IAsyncLifetime
{
    internal SharedServer Shared { get; } = new(ServerBinary.Ours);

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public Task DisposeAsync() => Shared.DisposeAsync().AsTask();
}
