using StayPositive.Detector.Decoding;
using StayPositive.Detector.Features;

namespace StayPositive.Detector.Tests.Features;

public sealed class SlidingRowsTests
{
    [Fact]
    public void Rows_are_those_of_the_source_however_the_window_moves()
    {
        using var rows = new SlidingRows(new CountingRows(5, 1000), window: 100);
        var (first, end) = (0, 0);
        foreach (var step in new[] { 7, 93, 1, 60, 100, 33, 99, 100, 100, 100, 100, 100, 107 })
        {
            end = Math.Min(1000, end + step);
            first = Math.Max(first, end - 100);
            rows.Advance(first, end);
            for (var y = first; y < end; y++)
                Assert.Equal(CountingRows.Line(5, y), rows.Row(y).ToArray());
        }

        Assert.Equal(1000, end);
    }

    [Fact]
    public void Damage_is_reported_to_who_waits_for_the_rows()
    {
        using var rows = new SlidingRows(new CountingRows(5, 1000, damagedFrom: 500), window: 100);
        rows.Advance(0, 90);

        var damaged = Assert.Throws<DecodeException>(() => rows.Advance(900, 1000));

        Assert.Equal(RejectionCode.Corrupt, damaged.Rejected.Code);
    }

    [Fact]
    public void Disposal_ends_a_reader_that_is_ahead_and_disposes_the_source()
    {
        var source = new CountingRows(5, 100_000);
        var rows = new SlidingRows(source, window: 100);
        rows.Advance(0, 10);

        rows.Dispose();

        Assert.True(source.IsDisposed);
        Assert.InRange(source.ReadSoFar, 10, 1000);
    }

    private sealed class CountingRows(int width, int height, int damagedFrom = int.MaxValue) : PixelRows(width, height)
    {
        public int ReadSoFar { get; private set; }

        public bool IsDisposed { get; private set; }

        public static byte[] Line(int width, int y) => [.. Enumerable.Range(0, 3 * width).Select(x => (byte)(7 * y + x))];

        public override void Read(Span<byte> rows)
        {
            if (ReadSoFar >= damagedFrom)
                throw DecodeException.Corrupt(ImageFormat.Jpeg);
            for (; !rows.IsEmpty; rows = rows[(3 * Width)..])
                Line(Width, ReadSoFar++).CopyTo(rows);
        }

        public override void Dispose() => IsDisposed = true;
    }
}
