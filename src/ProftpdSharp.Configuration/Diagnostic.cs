namespace ProftpdSharp.Configuration;

/// <summary>How serious a message of the loader is.</summary>
public enum Severity
{
    /// <summary>Printed only with <c>-d</c> at <see cref="Diagnostic.DebugLevel"/> or above.</summary>
    Debug,

    /// <summary>The configuration is used all the same.</summary>
    Notice,
    Warning,

    /// <summary>Something was ignored; the configuration is used all the same.</summary>
    Error,

    /// <summary>The configuration is refused.</summary>
    Fatal,
}

/// <summary>A message about the configuration.</summary>
/// <param name="Severity">How serious it is.</param>
/// <param name="Text">The text to the letter as upstream prints it after the <c>proftpd[pid]: </c> prefix, <c>fatal: </c> and the like included.</param>
/// <param name="Source">The line it is about, when there is one.</param>
/// <param name="DebugLevel">0–10, for <see cref="Severity.Debug"/>.</param>
public sealed record Diagnostic(Severity Severity, string Text, SourceLocation? Source = null, int DebugLevel = 0)
{
    /// <summary>The line that was refused; it stands with the last message about it.</summary>
    public Excerpt? Excerpt { get; init; }
}

/// <summary>A line of the configuration with the word that a message is about.</summary>
/// <param name="Text">The logical line as it was read.</param>
/// <param name="Start">Where the word begins, from 0; behind the line when a word is missing.</param>
/// <param name="Length">Its length, at least 1.</param>
public readonly record struct Excerpt(string Text, int Start, int Length);
