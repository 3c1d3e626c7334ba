using StayPositive.RetrainJob.Pairs;
using StayPositive.RetrainJob.Photos;
using StayPositive.RetrainJob.Recipes;

namespace StayPositive.RetrainJob.Training;

/// <summary>
/// Makes batches of aligned crops. A pair is the same window of a photo and of its re-rendering, flipped, blended, post-processed and cut identically.
/// Every second pair brings a third branch, the photo's window laundered by something that generates nothing, and every other one a crop of a
/// photo that was never shrunk. A batch is a pure function of (seed, step).
/// </summary>
internal sealed class CropSampler
{
    private readonly PieceStore store;
    private readonly Recipe recipe;
    private readonly FamilyRecipe[] families;
    private readonly Piece[] pieces;
    private readonly Piece[] natives;
    private readonly double[] cumulative;

    /// <param name="store">Pieces and renderings.</param>
    /// <param name="recipe">Sizes and shares.</param>
    /// <param name="split">Photos of this split only.</param>
    /// <param name="families">Families to draw from.</param>
    public CropSampler(PieceStore store, Recipe recipe, Split split, IReadOnlyList<FamilyRecipe> families)
    {
        this.store = store;
        this.recipe = recipe;
        this.families = [.. families];
        pieces = store.Rendered.Where(piece => piece.Split == split).ToArray();
        natives = store.Pieces.Where(piece => piece.Native && piece.Split == split).ToArray();
        cumulative = new double[pieces.Length];
        var sum = 0.0;
        for (var i = 0; i < pieces.Length; i++)
            cumulative[i] = sum += Math.Sqrt((double)pieces[i].Width * pieces[i].Height);
    }

    /// <summary>The batch of a step. <paramref name="strength"/> in [0, 1] scales the augmentation.</summary>
    public CropBatch Batch(int step, double strength, bool padded)
    {
        var random = new Random(unchecked(recipe.Seed * 1_000_003 + step));
        var crops = new List<byte[]>();
        var rows = new List<PooledRow>();
        for (var pair = 0; pair < recipe.Backbone.SourcesPerBatch; pair++)
            AddPair(pair, step, strength, padded, random, crops, rows);

        var side = recipe.Backbone.Crop;
        var images = new float[crops.Count * 3 * side * side];
        for (var n = 0; n < crops.Count; n++)
            PlanarPixels.Fill(images.AsSpan(n * 3 * side * side), crops[n], side, 0, 0, side, side);
        return new CropBatch(images, crops.Count, side, padded, rows);
    }

    private void AddPair(int pair, int step, double strength, bool padded, Random random, List<byte[]> crops, List<PooledRow> rows)
    {
        var crop = recipe.Backbone.Crop;
        var piece = Draw(random);
        var family = DrawFamily(step, random);
        var post = PostProcessing.Draw(recipe.Backbone.Augmentation, strength, crop, Math.Min(piece.Width, piece.Height), random);
        var window = Window.Draw(piece, post.RegionSide(crop), random);
        var real = window.Cut(store.Read(piece, PieceStore.Real), piece.Width);
        var fake = window.Cut(store.Read(piece, family), piece.Width);
        var mask = random.NextDouble() < recipe.Backbone.Augmentation.Masked ? BlendMask.Draw(crop, random) : null;
        if (mask is not null)
            fake = mask.Blend(real, fake, post, crop);

        var whole = Whole(padded);
        rows.Add(new PooledRow(RowKind.Real, crops.Count, pair, whole, PieceStore.Real));
        crops.Add(post.Apply(real, crop));
        if (mask is null)
        {
            rows.Add(new PooledRow(RowKind.Fake, crops.Count, pair, whole, family));
        }
        else
        {
            AddPart(RowKind.Fake, family, centre => mask.Mean(centre.X, centre.Y, 8, crop) >= 0.9);
            AddPart(RowKind.Outside, family, centre => mask.Mean(centre.X, centre.Y, BackboneModule.ReceptiveField / 2, crop) <= 0.01);
        }

        crops.Add(post.Apply(fake, crop));
        if (pair % 2 == 0)
        {
            rows.Add(new PooledRow(RowKind.Laundered, crops.Count, pair, whole, "laundered"));
            crops.Add(post.Apply(real, crop, third: random.Next()));
        }
        else
        {
            var native = natives[random.Next(natives.Length)];
            var there = PostProcessing.Draw(recipe.Backbone.Augmentation, strength, crop, Math.Min(native.Width, native.Height), random);
            var cut = Window.Draw(native, there.RegionSide(crop), random).Cut(store.Read(native, PieceStore.Real), native.Width);
            rows.Add(new PooledRow(RowKind.Native, crops.Count, pair, whole, "native"));
            crops.Add(there.Apply(cut, crop));
        }

        void AddPart(RowKind kind, string name, Func<(double X, double Y), bool> belongs)
        {
            var cells = Centres(padded).Select(centre => belongs(centre) ? 1f : 0f).ToArray();
            var count = cells.Sum();
            if (count > 0)
                rows.Add(new PooledRow(kind, crops.Count, pair, cells.Select(cell => cell / count).ToArray(), name));
        }
    }

    private string DrawFamily(int step, Random random)
    {
        if (step < recipe.Backbone.WeightedFrom)
            return families[random.Next(families.Length)].Name;

        var u = random.NextDouble() * families.Sum(family => family.Weight);
        return families.First(family => (u -= family.Weight) < 0 || family == families[^1]).Name;
    }

    private Piece Draw(Random random)
    {
        var at = Array.BinarySearch(cumulative, random.NextDouble() * cumulative[^1]);
        return pieces[Math.Min(at < 0 ? ~at : at, pieces.Length - 1)];
    }

    /// <summary>Cells along a side of a crop.</summary>
    private int Cells(bool padded) => padded
        ? recipe.Backbone.Crop / BackboneModule.Stride
        : (recipe.Backbone.Crop - BackboneModule.ReceptiveField) / BackboneModule.Stride + 1;

    private float[] Whole(bool padded)
    {
        var count = Cells(padded) * Cells(padded);
        return Enumerable.Repeat(1f / count, count).ToArray();
    }

    /// <summary>Centres of the cells' receptive fields in the crop, row by row.</summary>
    private IEnumerable<(double X, double Y)> Centres(bool padded)
    {
        var first = padded ? BackboneModule.Stride / 2 : BackboneModule.ReceptiveField / 2;
        for (var i = 0; i < Cells(padded); i++)
            for (var j = 0; j < Cells(padded); j++)
                yield return (first + j * BackboneModule.Stride, first + i * BackboneModule.Stride);
    }
}
