using NetVips;
using StayPositive.Detector.Decoding;
using StayPositive.Detector.Evaluation;
using StayPositive.RetrainJob.Photos;

namespace StayPositive.RetrainJob.Cards;

/// <summary>Pictures of generators that trained nothing here, against test photos: crops of one size, re-encoded alike.</summary>
internal sealed class UnseenGeneratorsSection(CardScorer scorer, IReadOnlyList<Photo> photos, string root, string photoLikeList, int max)
{
    private const int Crop = 256;

    private static readonly (string Name, Reencoding Encoding)[] Encodings = [("JPEG q90", Reencoding.Jpeg(90)), ("JPEG q75", Reencoding.Jpeg(75))];

    public void Run(CardWriter card)
    {
        card.Title(
            "Unseen generators",
            $"Centre crops of {Crop} x {Crop} native pixels, re-encoded alike. Real: test photos. Content and history of the two classes differ here, so these figures also measure that.");
        card.RankingHeader();
        var photoLike = File.ReadAllLines(photoLikeList).Where(line => line.Length > 0 && line[0] != '#').ToHashSet();
        var midjourney = Directory.GetFiles(Path.Combine(root, "fake", "midjourney")).Order(StringComparer.Ordinal).ToArray();
        bool IsPhotoLike(string file) => photoLike.Contains(Path.GetFileNameWithoutExtension(file).Split('_', 2)[1]);
        var sets = new (string Name, Image[] Crops)[]
        {
            ("Midjourney, photo-like", Open(midjourney.Where(IsPhotoLike))),
            ("Midjourney, the rest", Open(midjourney.Where(file => !IsPhotoLike(file)))),
            ("SD 1.5 finetunes", Quarters(Directory.GetFiles(Path.Combine(root, "fake", "sd15-finetunes")).Order(StringComparer.Ordinal))),
        };
        var real = Open(photos.Select(photo => photo.Path));
        foreach (var (encodingName, encoding) in Encodings)
        {
            var negatives = Score(real, "real", generated: false, encoding);
            foreach (var (name, crops) in sets)
                card.Ranking($"{name}, {encodingName}", [.. negatives, .. Score(crops, name, generated: true, encoding)]);
        }
    }

    private CardImage[] Score(Image[] crops, string name, bool generated, Reencoding encoding)
    {
        var images = new List<CardImage>();
        Progress.Run($"{name}, {encoding}", crops.Length, progress =>
        {
            for (var n = 0; n < crops.Length; n++)
            {
                using var plain = RgbImage.FromPixels(Crop, Crop, crops[n].WriteToMemory<byte>());
                using var encoded = encoding.Apply(plain);
                images.Add(scorer.Score($"{name} {n}", generated, encoded).Scores);
                progress.Advance(1);
            }
        });
        return [.. images];
    }

    private Image[] Open(IEnumerable<string> files) =>
        files.Take(max).Select(file => PhotoPixels.Open(File.ReadAllBytes(file))).Where(IsLargeEnough).Select(Centre).ToArray();

    /// <summary>The four pictures of each 2 x 2 grid.</summary>
    private Image[] Quarters(IEnumerable<string> files) => files
        .Take(max)
        .Select(file => PhotoPixels.Open(File.ReadAllBytes(file)))
        .SelectMany(grid => new[] { (0, 0), (1, 0), (0, 1), (1, 1) }, (grid, at) =>
            grid.Crop(at.Item1 * (grid.Width / 2), at.Item2 * (grid.Height / 2), grid.Width / 2, grid.Height / 2))
        .Where(IsLargeEnough)
        .Select(Centre)
        .ToArray();

    private static bool IsLargeEnough(Image image) => Math.Min(image.Width, image.Height) >= Crop;

    private static Image Centre(Image image) => image.Crop((image.Width - Crop) / 2, (image.Height - Crop) / 2, Crop, Crop).CopyMemory();
}
