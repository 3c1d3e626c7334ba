using NetVips;

namespace StayPositive.RetrainJob.Photos;

/// <summary>Opens a photo for training: 8-bit RGB in memory, transparency over white.</summary>
internal static class PhotoPixels
{
    public static Image Open(byte[] file)
    {
        using var image = Image.NewFromBuffer(file, access: Enums.Access.Random);
        using var flat = image.HasAlpha() ? image.Flatten(background: [255, 255, 255]) : image.Copy();
        using var rgb = flat.Colourspace(Enums.Interpretation.Srgb);
        using var bands = rgb.Bands == 3 ? rgb.Copy() : rgb.ExtractBand(0, 3);
        using var bytes = bands.Cast(Enums.BandFormat.Uchar);
        return bytes.CopyMemory();
    }
}
