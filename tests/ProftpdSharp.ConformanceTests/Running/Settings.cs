using System.Globalization;

namespace ProftpdSharp.ConformanceTests.Running;

/// <summary>Numbers that the environment sets for longer runs.</summary>
static class Settings
{
    /// <summary>The number of an environment variable, or a default.</summary>
    public static int Number(string name, int value) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var set) ? set : value;
}
