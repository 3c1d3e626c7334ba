using System.Runtime.InteropServices;

namespace StayPositive.Detector.Features;

/// <summary>
/// Memory of exactly the wanted size outside the collected heap, zero at first, given back when it is disposed. For what is large and lives as long as one scan: a shared pool rounds up to a power of two and
/// keeps an array for each thread that ever scanned, which is hundreds of megabytes after a burst of large images.
/// </summary>
internal sealed unsafe class NativeBuffer<T> : IDisposable
    where T : unmanaged
{
    private T* memory;

    /// <param name="length">Elements, at least 1.</param>
    public NativeBuffer(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        memory = (T*)NativeMemory.AllocZeroed((nuint)length, (nuint)sizeof(T));
        Length = length;
        GC.AddMemoryPressure(Bytes); // else little would be collected between scans, and what a scan leaves there adds up
    }

    /// <summary>Frees what nobody has disposed.</summary>
    ~NativeBuffer() => Free();

    /// <summary>Elements.</summary>
    public int Length { get; }

    private long Bytes => (long)Length * sizeof(T);

    /// <summary>All of it, until it is disposed.</summary>
    /// <exception cref="ObjectDisposedException">It has been.</exception>
    public Span<T> Span
    {
        get
        {
            ObjectDisposedException.ThrowIf(memory is null, this);
            return new Span<T>(memory, Length);
        }
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (memory is null)
            return;
        NativeMemory.Free(memory);
        memory = null;
        GC.RemoveMemoryPressure(Bytes);
    }
}
