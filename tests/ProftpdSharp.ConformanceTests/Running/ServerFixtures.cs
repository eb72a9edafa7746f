using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.ConformanceTests.Running;

/// <summary>The running upstream servers of a test class.</summary>
public sealed class UpstreamServers : IAsyncLifetime
{
    internal ServerPool Pool { get; } = new(ServerBinary.Oracle);

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public Task DisposeAsync() => Pool.DisposeAsync().AsTask();
}

/// <summary>Our running servers of a test class.</summary>
public sealed class OurServers : IAsyncLifetime
{
    internal ServerPool Pool { get; } = new(ServerBinary.Ours);

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public Task DisposeAsync() => Pool.DisposeAsync().AsTask();
}
