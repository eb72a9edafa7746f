namespace ProftpdSharp.Core.FileSystem;

/// <summary>The threads on which file-system calls run under a user's identity.</summary>
public sealed class FileWorkers;
