using StayPositive.Detector.Decoding;
using StayPositive.Detector.Evaluation;
using StayPositive.RetrainJob.Pairs;
using StayPositive.RetrainJob.Photos;
using StayPositive.RetrainJob.Recipes;

namespace StayPositive.RetrainJob.Cards;

/// <summary>Test photos, shrunk, against their re-renderings: whole, by family and re-encoding, and in part, by area.</summary>
internal sealed class RerenderedSection(CardScorer scorer, PieceStore store, Recipe recipe, int max)
{
    private static readonly (string Name, Reencoding Encoding)[] Encodings =
    [
        ("clean", Reencoding.None), ("JPEG q75", Reencoding.Jpeg(75)), ("WebP q75", Reencoding.WebP(75)), ("resize 0.7", Reencoding.Resize(0.7)),
    ];

    private static readonly double[] Areas = [0.02, 0.05, 0.10, 0.20, 0.40];

    private readonly Piece[] pieces = store.Rendered.Where(piece => piece.Split == Split.Test).Take(max).ToArray();

    public void Whole(CardWriter card)
    {
        card.Title("Held-out photos, wholly re-rendered", "Both sides shrunk and re-encoded alike. The starred family trained nothing but itself.");
        card.RankingHeader();
        var results = new Dictionary<(string Family, string Encoding), List<CardImage>>();
        Progress.Run("re-rendered photos", pieces.Length * Encodings.Length, progress =>
        {
            foreach (var piece in pieces)
            {
                foreach (var (name, encoding) in Encodings)
                {
                    var real = Score(piece, PieceStore.Real, encoding, generated: false);
                    foreach (var family in recipe.Families)
                    {
                        if (!results.TryGetValue((family.Name, name), out var list))
                            results[(family.Name, name)] = list = [];
                        list.Add(real);
                        list.Add(Score(piece, family.Name, encoding, generated: true));
                    }

                    progress.Advance(1);
                }
            }
        });
        foreach (var family in recipe.Families.OrderByDescending(family => family.HeldOut))
            foreach (var (name, _) in Encodings)
                card.Ranking($"{family.Name}{(family.HeldOut ? "*" : "")}, {name}", results[(family.Name, name)]);
    }

    public void Masked(CardWriter card)
    {
        card.Title(
            "Held-out photos, partly re-rendered",
            "An ellipse or rectangle of the stated share of the area, hard-edged, re-rendered by the held-out family and by taef2; every pixel else untouched.");
        card.RankingHeader();
        var pixels = new List<(string Name, PixelScores Pixels)>();
        foreach (var family in recipe.Families.Where(family => family.HeldOut || family.Decoder == "taef2"))
        {
            foreach (var area in Areas)
            {
                var name = $"{family.Name}{(family.HeldOut ? "*" : "")}, {area:P0} of the area";
                var (images, scores) = Edit(family.Name, area);
                card.Ranking(name, images);
                pixels.Add((name, scores));
            }
        }

        card.Title("Where: evidence map against mask", "AUC over pixels of the map (cells of 8 x 8 pixels).");
        card.PixelHeader();
        foreach (var (name, scores) in pixels)
            card.Pixels(name, scores);
    }

    private (List<CardImage> Images, PixelScores Pixels) Edit(string family, double area)
    {
        var images = new List<CardImage>();
        var pixels = new PixelScores();
        Progress.Run($"{family} on {area:P0}", pieces.Length, progress =>
        {
            for (var n = 0; n < pieces.Length; n++)
            {
                var piece = pieces[n];
                var mask = AreaMask.Draw(piece.Width, piece.Height, area, new Random(unchecked(recipe.Seed * 7919 + n)));
                var real = store.Read(piece, PieceStore.Real);
                var edited = store.Read(piece, family);
                for (var i = 0; i < mask.Edited.Length; i++)
                    if (!mask.Edited[i])
                        real.AsSpan(i * 3, 3).CopyTo(edited.AsSpan(i * 3));
                images.Add(Score(piece, real, generated: false, out _));
                images.Add(Score(piece, edited, generated: true, out var map));
                pixels.Add(piece.Photo, map, mask);
                progress.Advance(1);
            }
        });
        return (images, pixels);
    }

    private CardImage Score(Piece piece, string variant, Reencoding encoding, bool generated)
    {
        using var plain = RgbImage.FromPixels(piece.Width, piece.Height, store.Read(piece, variant));
        using var encoded = encoding.Apply(plain);
        return scorer.Score(piece.Photo, generated, encoded).Scores;
    }

    private CardImage Score(Piece piece, byte[] rgb, bool generated, out float[] map)
    {
        using var image = RgbImage.FromPixels(piece.Width, piece.Height, rgb);
        var (scores, scan) = scorer.Score(piece.Photo, generated, image);
        map = scan.Map!.Values.ToArray();
        return scores;
    }
}
