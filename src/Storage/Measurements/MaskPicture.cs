using StayPositive.Detector.Decoding;
using StayPositive.Detector.Evaluation;

namespace StayPositive.Storage.Measurements;

/// <summary>Reads masks.</summary>
public static class MaskPicture
{
    /// <summary>White = generated, transparent = not. Null when it cannot be decoded within the limits.</summary>
    /// <param name="file">A picture file.</param>
    /// <param name="limits">As for images.</param>
    public static EditMask? Read(ReadOnlyMemory<byte> file, DecodeLimits limits)
    {
        using var picture = ImageDecoder.Decode(file, limits, behind: 0).Image;
        return picture is null ? null : EditMask.FromImage(picture);
    }
}
