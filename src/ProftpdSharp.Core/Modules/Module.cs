namespace ProftpdSharp.Core.Modules;

/// <summary>A module under its upstream name: a name, a version and a list of features.</summary>
/// <param name="name">Without <c>.c</c>: <c>mod_tls</c>.</param>
/// <param name="version">As in <c>-vv</c>: <c>mod_tls/2.9.2</c>; null where upstream shows <c>mod_x.c</c>.</param>
/// <param name="features">Its slices, in the order in which their hooks run.</param>
public sealed class Module(string name, string? version, params Feature[] features)
{
    public string Name { get; } = name;

    public string? Version { get; } = version;

    public IReadOnlyList<Feature> Features { get; } = features;

    /// <summary>False for modules that serve only after a <c>LoadModule</c> line, as Debian's shared modules.</summary>
    public bool LoadedAtStart { get; init; } = true;

    /// <summary>As <c>-vv</c> lists it.</summary>
    public string Label => Version is null ? $"{Name}.c" : $"{Name}/{Version}";
}
