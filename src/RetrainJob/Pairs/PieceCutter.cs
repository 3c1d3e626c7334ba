using NetVips;
using StayPositive.RetrainJob.Photos;
using StayPositive.RetrainJob.Recipes;

namespace StayPositive.RetrainJob.Pairs;

/// <summary>
/// Cuts photos into pieces. Every photo here was a JPEG once, and a re-rendering loses the JPEG grid; so the photo is shrunk first,
/// by a random factor and kernel, and neither side of a pair keeps it.
/// </summary>
internal sealed class PieceCutter(PairRecipe recipe, int seed)
{
    private const int Multiple = 16;

    /// <summary>Pieces to be re-rendered, then native ones of the training photos; pixels are interleaved RGB.</summary>
    public IEnumerable<(Piece Piece, byte[] Pixels)> Cut(IReadOnlyList<Photo> photos)
    {
        foreach (var photo in photos.Where(photo => photo.Split != Split.Calibration))
            foreach (var piece in CutShrunk(photo))
                yield return piece;
        foreach (var photo in photos.Where(photo => photo.Split is Split.Train or Split.Validation))
            if (CutNative(photo) is { } piece)
                yield return piece;
    }

    private IEnumerable<(Piece Piece, byte[] Pixels)> CutShrunk(Photo photo)
    {
        var shortSide = Math.Min(photo.Width, photo.Height);
        var least = Math.Max(recipe.MinShrink, (double)recipe.MinSide / shortSide);
        if (least > recipe.MaxShrink)
            yield break;

        using var image = PhotoPixels.Open(File.ReadAllBytes(photo.Path));
        var random = RandomFor(photo, 0);
        var room = photo.Width * recipe.MaxShrink * photo.Height * recipe.MaxShrink / ((double)recipe.MaxSide * recipe.MaxSide);
        var count = Math.Clamp((int)room, 1, recipe.PiecesPerPhoto);
        for (var n = 0; n < count; n++)
        {
            var shrink = least + random.NextDouble() * (recipe.MaxShrink - least);
            var kernel = recipe.Kernels[random.Next(recipe.Kernels.Count)];
            using var small = image.Resize(shrink, kernel: Enum.Parse<Enums.Kernel>(kernel, ignoreCase: true));
            yield return CutPiece(photo, small, native: false, shrink, kernel, random);
        }
    }

    private (Piece Piece, byte[] Pixels)? CutNative(Photo photo)
    {
        if (Math.Min(photo.Width, photo.Height) < recipe.MinSide)
            return null;

        using var image = PhotoPixels.Open(File.ReadAllBytes(photo.Path));
        return CutPiece(photo, image, native: true, 1, "none", RandomFor(photo, 1));
    }

    private (Piece Piece, byte[] Pixels) CutPiece(Photo photo, Image image, bool native, double shrink, string kernel, Random random)
    {
        var width = Math.Min(image.Width / Multiple * Multiple, recipe.MaxSide);
        var height = Math.Min(image.Height / Multiple * Multiple, recipe.MaxSide);
        var x = random.Next(image.Width - width + 1);
        var y = random.Next(image.Height - height + 1);
        using var cut = image.Crop(x, y, width, height);
        return (new Piece(photo.Id, photo.Split, native, shrink, kernel, x, y, width, height, 0), cut.WriteToMemory<byte>());
    }

    private Random RandomFor(Photo photo, int purpose) =>
        new(HashCode(photo.Id) ^ (seed * 397) ^ (purpose * 7919));

    /// <summary>FNV-1a: the same on every run, which <c>string.GetHashCode</c> is not.</summary>
    private static int HashCode(string text)
    {
        var hash = 2166136261u;
        foreach (var c in text)
            hash = unchecked((hash ^ c) * 16777619u);
        return unchecked((int)hash);
    }
}
