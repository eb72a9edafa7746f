namespace ProftpdSharp.Configuration.Language;

/// <summary>SetEnv and UnsetEnv: they act at once, for the lines that follow, and stay on record.</summary>
static class EnvironmentVariables
{
    public static IEnumerable<Directive> Directives => [LanguageDirectives.SetEnv, LanguageDirectives.UnsetEnv];

    public static Parsed<EnvironmentVariable> Set(DirectiveLine line)
    {
        line.Host.SetVariable(line[0], line[1]);
        return new EnvironmentVariable(line[0], line[1]);
    }

    public static Parsed<string> Unset(DirectiveLine line)
    {
        line.Host.UnsetVariable(line[0]);
        return line[0];
    }
}
