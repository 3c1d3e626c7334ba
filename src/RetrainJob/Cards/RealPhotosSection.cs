using NetVips;
using StayPositive.Detector.Decoding;
using StayPositive.RetrainJob.Photos;
using StayPositive.RetrainJob.Training;

namespace StayPositive.RetrainJob.Cards;

/// <summary>False positives: test photos as they are, and laundered, by the model's own thresholds.</summary>
internal sealed class RealPhotosSection(CardScorer scorer, IReadOnlyList<Photo> photos, int seed)
{
    private const double MaxMegapixels = 1; // camera originals as they are only; laundering is measured on web-sized photos

    public void Run(CardWriter card)
    {
        card.Title(
            "Real photos called generated",
            "Test photos at their own size, by the joint verdict (image or window) at the default policy. Laundering of one kind each, at random strength; what is laundered stays real.");
        card.RateHeader();
        card.Rates("as they are", Score("as they are", photo => scorer.Score(photo.Id, false, File.ReadAllBytes(photo.Path))?.Scores, photos));
        var small = photos.Where(photo => photo.Width * (double)photo.Height / 1e6 <= MaxMegapixels).ToArray();
        foreach (var kind in Laundering.Kinds)
            card.Rates(kind, Score(kind, photo => Launder(photo, kind), small));
    }

    private static CardImage[] Score(string name, Func<Photo, CardImage?> score, IReadOnlyList<Photo> photos)
    {
        var images = new List<CardImage>();
        Progress.Run(name, photos.Count, progress =>
        {
            foreach (var photo in photos)
            {
                if (score(photo) is { } image)
                    images.Add(image);
                progress.Advance(1);
            }
        });
        return [.. images];
    }

    private CardImage? Launder(Photo photo, string kind)
    {
        using var pixels = PhotoPixels.Open(File.ReadAllBytes(photo.Path));
        if (Math.Min(pixels.Width, pixels.Height) < scorer.Package.Policy.Limits.MinSide)
            return null;

        using var laundered = Laundering.Apply(pixels, kind, new Random(unchecked(seed * 31 + (int)Convert.ToUInt32(photo.Id[..8], 16))));
        using var rgb = laundered.Cast(Enums.BandFormat.Uchar);
        using var image = RgbImage.FromPixels(rgb.Width, rgb.Height, rgb.WriteToMemory<byte>());
        return scorer.Score(photo.Id, false, image).Scores;
    }
}
