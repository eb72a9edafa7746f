using System.ComponentModel;
using System.Diagnostics;

namespace ProftpdSharp.Modules.AuthPam;

/// <summary>One helper process as the server sees it: asked one thing at a time, ended when it takes too long.</summary>
sealed class PamHelperProcess(Process process) : IDisposable
{
    readonly Lock _lock = new();

    /// <summary>False once it died or was ended: nothing more can be asked, and its sessions are gone.</summary>
    public bool IsAlive { get; private set; } = true;

    /// <summary>Sends a request and waits for the answer; blocks.</summary>
    /// <param name="frame">The whole request.</param>
    /// <param name="clock">Where the time comes from.</param>
    /// <param name="patience">How long it may take.</param>
    public PamAnswer Ask(byte[] frame, TimeProvider clock, TimeSpan patience)
    {
        lock (_lock)
        {
            if (!IsAlive)
                return new PamAnswer(PamStep.NoAnswer);
            using var timer = clock.CreateTimer(static helper => ((PamHelperProcess)helper!).Kill(), this, patience, Timeout.InfiniteTimeSpan);
            var answer = Exchange(frame);
            if (answer.Step == PamStep.NoAnswer)
                Dispose();
            return answer;
        }
    }

    /// <summary>Ends the process, and programs that modules started.</summary>
    public void Dispose()
    {
        if (!IsAlive)
            return;
        IsAlive = false;
        Kill();
        process.Dispose();
    }

    PamAnswer Exchange(byte[] frame)
    {
        try
        {
            process.StandardInput.BaseStream.Write(frame);
            process.StandardInput.BaseStream.Flush();
            var output = process.StandardOutput.BaseStream;
            return PamWire.Read(room => output.Read(room.Span)) is { } body ? PamWire.Decode(body) : new PamAnswer(PamStep.NoAnswer);
        }
        catch (IOException)
        {
            // It has died: the pipe is broken.
            return new PamAnswer(PamStep.NoAnswer);
        }
    }

    void Kill()
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception failure) when (failure is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended already, or one of its programs has.
        }
    }
}
