using StayPositive.Detector.Decoding;

namespace StayPositive.Fuzz.Seeds;

/// <summary>A sound file that cases are made from.</summary>
/// <param name="Name">File name.</param>
/// <param name="Bytes">The file; never changed.</param>
internal sealed record Seed(string Name, byte[] Bytes)
{
    public ImageFormat Format { get; } = ImageDecoder.Recognise(Bytes);
}
