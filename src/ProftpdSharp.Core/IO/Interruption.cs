using ProftpdSharp.Native;

namespace ProftpdSharp.Core.IO;

/// <summary>A flag that a thread waiting in poll can see: it becomes readable when raised and stays so until taken back.</summary>
public sealed class Interruption : IDisposable
{
    readonly Lock _lock = new();
    EventFd? _event;
    bool _raised;
    bool _disposed;

    public bool IsRaised
    {
        get
        {
            lock (_lock)
                return _raised;
        }
    }

    /// <summary>What to poll for reading; made on first use, because an idle session needs none.</summary>
    public Descriptor Descriptor
    {
        get
        {
            lock (_lock)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                if (_event is null)
                {
                    _event = EventFd.Create().Require("eventfd");
                    if (_raised)
                        _event.Signal();
                }
                return _event.Descriptor;
            }
        }
    }

    public void Raise()
    {
        lock (_lock)
        {
            _raised = true;
            if (!_disposed)
                _event?.Signal();
        }
    }

    /// <summary>Takes the flag back before the next transfer.</summary>
    public void Reset()
    {
        lock (_lock)
        {
            _raised = false;
            _event?.Take();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _event?.Dispose();
        }
    }
}
