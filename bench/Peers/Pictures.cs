using NetVips;

namespace StayPositive.Peers;

/// <summary>JPEG files of about 1 megapixel: the samples, continued by their mirror images, at quality 90.</summary>
internal static class Pictures
{
    public static string[] Make(string samples, string folder, int width, int height) => Directory.GetFiles(samples, "*.jpg").Order(StringComparer.Ordinal).Select(sample =>
    {
        using var image = Image.NewFromFile(sample);
        using var crop = image.Crop(0, 0, Math.Min(image.Width, width), Math.Min(image.Height, height));
        using var large = crop.Embed(0, 0, width, height, extend: Enums.Extend.Mirror);
        var path = Path.Combine(folder, $"{Path.GetFileNameWithoutExtension(sample)}-{width}x{height}.jpg");
        large.Jpegsave(path, q: 90, keep: Enums.ForeignKeep.None);
        return path;
    }).ToArray();
}
