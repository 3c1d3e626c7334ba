namespace StayPositive.RetrainJob.Robustness;

/// <summary>A decoder that remembers what it has re-rendered last, so that edits of several areas of one photo cost one rendering. From any thread; one renders at a time.</summary>
/// <param name="render">Width, height and interleaved RGB to the same, re-rendered.</param>
/// <param name="kept">Photos that are remembered: as many as are worked on at a time.</param>
internal sealed class LastRenders(Func<int, int, byte[], byte[]> render, int kept)
{
    private readonly Lock gate = new();
    private readonly Queue<(int Width, byte[] Photo, byte[] Rendered)> last = new();

    /// <summary>Re-renders a photo.</summary>
    /// <param name="width">Pixels across.</param>
    /// <param name="height">Pixels down.</param>
    /// <param name="photo">Interleaved RGB; left as it is.</param>
    /// <returns>The caller's own copy.</returns>
    public byte[] Render(int width, int height, byte[] photo)
    {
        lock (gate)
        {
            foreach (var one in last)
                if (one.Width == width && one.Photo.AsSpan().SequenceEqual(photo))
                    return [.. one.Rendered];
            var rendered = render(width, height, photo);
            last.Enqueue((width, [.. photo], rendered));
            if (last.Count > kept)
                last.Dequeue();
            return [.. rendered];
        }
    }
}
