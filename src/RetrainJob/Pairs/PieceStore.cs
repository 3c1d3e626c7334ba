using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace StayPositive.RetrainJob.Pairs;

/// <summary>Pieces and their variants on disk: <c>pieces.json</c> and one raw RGB file per variant. Reading is thread-safe.</summary>
internal sealed class PieceStore : IDisposable
{
    /// <summary>The variant that holds the photos themselves.</summary>
    public const string Real = "real";

    private readonly string folder;
    private readonly Dictionary<string, SafeFileHandle> open = [];
    private readonly Lock gate = new();

    private PieceStore(string folder, IReadOnlyList<Piece> pieces) => (this.folder, Pieces) = (folder, pieces);

    public IReadOnlyList<Piece> Pieces { get; }

    /// <summary>Opens what <see cref="Create"/> wrote.</summary>
    /// <exception cref="FileNotFoundException">The folder holds no pieces.</exception>
    public static PieceStore Open(string folder) =>
        new(folder, JsonSerializer.Deserialize<Piece[]>(File.ReadAllBytes(IndexOf(folder)))!);

    /// <summary>True when <see cref="Create"/> has finished here before.</summary>
    public static bool Exists(string folder) => File.Exists(IndexOf(folder));

    /// <summary>Writes the photos' own pixels, then the index, which makes the store exist.</summary>
    public static PieceStore Create(string folder, IEnumerable<(Piece Piece, byte[] Pixels)> pieces)
    {
        Directory.CreateDirectory(folder);
        var written = new List<Piece>();
        using (var file = File.Create(VariantPath(folder, Real)))
        {
            foreach (var (piece, pixels) in pieces)
            {
                written.Add(piece with { Offset = file.Position });
                file.Write(pixels);
            }
        }

        var half = IndexOf(folder) + ".part";
        File.WriteAllBytes(half, JsonSerializer.SerializeToUtf8Bytes(written));
        File.Move(half, IndexOf(folder), overwrite: true);
        return new PieceStore(folder, written);
    }

    /// <summary>Interleaved RGB of one piece in one variant.</summary>
    public byte[] Read(Piece piece, string variant)
    {
        var pixels = new byte[piece.ByteCount];
        var read = RandomAccess.Read(HandleOf(variant), pixels, piece.Offset);
        return read == pixels.Length ? pixels : throw new EndOfStreamException($"{variant} ends inside the piece at {piece.Offset}; run aligned-fakes to its end.");
    }

    /// <summary>True when the variant holds every piece that it should.</summary>
    public bool IsComplete(string variant) =>
        File.Exists(VariantPath(folder, variant)) && new FileInfo(VariantPath(folder, variant)).Length == Rendered.Sum(piece => (long)piece.ByteCount);

    /// <summary>Pieces that have re-renderings. They stand before the native ones, so that every variant's file has the same offsets.</summary>
    public IEnumerable<Piece> Rendered => Pieces.Where(piece => !piece.Native);

    /// <summary>Appends a variant piece by piece; what a killed run has completed is kept.</summary>
    public void Render(string variant, Func<Piece, byte[], byte[]> render, Action<Piece>? done = null)
    {
        using var file = new FileStream(VariantPath(folder, variant), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        var kept = 0L;
        foreach (var piece in Rendered)
        {
            if (piece.Offset + piece.ByteCount > file.Length || kept != piece.Offset)
            {
                file.SetLength(piece.Offset);
                file.Position = piece.Offset;
                file.Write(render(piece, Read(piece, Real)));
                file.Flush();
            }

            kept = piece.Offset + piece.ByteCount;
            done?.Invoke(piece);
        }
    }

    public void Dispose()
    {
        foreach (var handle in open.Values)
            handle.Dispose();
    }

    private SafeFileHandle HandleOf(string variant)
    {
        lock (gate)
        {
            if (!open.TryGetValue(variant, out var handle))
                open[variant] = handle = File.OpenHandle(VariantPath(folder, variant), share: FileShare.ReadWrite);
            return handle;
        }
    }

    private static string IndexOf(string folder) => Path.Combine(folder, "pieces.json");

    private static string VariantPath(string folder, string variant) => Path.Combine(folder, variant + ".rgb");
}
