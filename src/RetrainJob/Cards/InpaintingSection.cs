using StayPositive.Detector.Decoding;
using StayPositive.Detector.Evaluation;
using StayPositive.RetrainJob.Photos;

namespace StayPositive.RetrainJob.Cards;

/// <summary>Published inpainting results against their originals.</summary>
internal sealed class InpaintingSection(CardScorer scorer, string root, int max)
{
    private static readonly (string Folder, bool HoleIsBlack)[] Sets = [("deepfill_places2", false), ("migan_places2_256_freeform", true)];

    public void Run(CardWriter card)
    {
        card.Title("Published inpaintings", "Result against original, files as they are. Few images: mind the intervals.");
        card.RankingHeader();
        var pixels = new List<(string Name, PixelScores Scores)>();
        foreach (var (folder, holeIsBlack) in Sets)
        {
            var images = new List<CardImage>();
            var scores = new PixelScores();
            var path = Path.Combine(root, "inpaint", folder);
            foreach (var result in Directory.GetFiles(Path.Combine(path, "images")).Order(StringComparer.Ordinal).Take(max))
            {
                var source = Path.GetFileNameWithoutExtension(result).Replace("_output", "", StringComparison.Ordinal);
                using var edited = Open(result);
                using var original = Open(Find(Path.Combine(path, "originals"), source));
                using var hole = ImageDecoder.Decode(File.ReadAllBytes(Find(Path.Combine(path, "masks"), source)), new DecodeLimits(), behind: (byte)(holeIsBlack ? 255 : 0)).Image!;
                var (score, scan) = scorer.Score(source, true, edited);
                images.Add(score);
                images.Add(scorer.Score(source, false, original).Scores);
                if ((hole.Width, hole.Height) == (edited.Width, edited.Height))
                    scores.Add(source, scan.Map!.Values, EditMask.FromImage(hole, holeIsBlack));
            }

            card.Ranking(folder, images);
            pixels.Add((folder, scores));
        }

        card.Title("Published inpaintings: where", "AUC over pixels of the map.");
        card.PixelHeader();
        foreach (var (name, scores) in pixels)
            card.Pixels(name, scores);
    }

    private static string Find(string folder, string source) =>
        Directory.GetFiles(folder).Single(file => Path.GetFileName(file).StartsWith(source + ".", StringComparison.Ordinal) || Path.GetFileName(file).StartsWith(source + "_", StringComparison.Ordinal));

    private static RgbImage Open(string file)
    {
        using var pixels = PhotoPixels.Open(File.ReadAllBytes(file));
        return RgbImage.FromPixels(pixels.Width, pixels.Height, pixels.WriteToMemory<byte>());
    }
}
