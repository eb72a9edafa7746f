using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Core.Creation;

/// <summary>The umask of new files and that of new directories.</summary>
public readonly record struct Masks(uint Files, uint Directories);

/// <summary>Umask: what is taken from the permissions of what a session creates.</summary>
public static class CreationMask
{
    const uint Default = 0x12; // 0022
    const uint Permissions = 0x1FF; // 0777

    public static readonly Feature Feature = new("Umask");

    /// <summary>One argument counts for files and directories; the second is for directories.</summary>
    public static readonly Directive<Masks> Umask = Feature.Directive(
        new Directive<Masks>("Umask", Contexts.Everywhere, Parse, new Masks(Default, Default), MergeRule.Down) { MaxArguments = 2, WrongCount = "missing parameters" });

    static Parsed<Masks> Parse(DirectiveLine line)
    {
        var masks = new List<uint>();
        foreach (var word in line.Arguments)
        {
            // An empty word is 0, and umask(2) looks at the permissions alone.
            if ((word.Length == 0 ? 0 : Values.OctalNumber(word)) is not { } mask)
                return line.Error($"'{word}' is not a valid umask");
            masks.Add((uint)mask & Permissions);
        }

        return new Masks(masks[0], masks[^1]);
    }
}
