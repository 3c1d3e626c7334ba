using StayPositive.RetrainJob.Pairs;

namespace StayPositive.RetrainJob.Training;

/// <summary>A square part of a piece in one of its eight orientations.</summary>
internal sealed record Window(int X, int Y, int Side, bool FlipX, bool FlipY, bool Transpose)
{
    public static Window Draw(Piece piece, int side, Random random) => new(
        random.Next(piece.Width - side + 1), random.Next(piece.Height - side + 1), side, random.Next(2) == 0, random.Next(2) == 0, random.Next(2) == 0);

    /// <summary>Interleaved RGB, Side x Side.</summary>
    public byte[] Cut(ReadOnlySpan<byte> rgb, int width)
    {
        var cut = new byte[Side * Side * 3];
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                var (u, v) = Transpose ? (y, x) : (x, y);
                var from = ((Y + (FlipY ? Side - 1 - v : v)) * width + X + (FlipX ? Side - 1 - u : u)) * 3;
                rgb.Slice(from, 3).CopyTo(cut.AsSpan((y * Side + x) * 3));
            }
        }

        return cut;
    }
}
