namespace StayPositive.Detector.Decoding;

/// <summary>What the file says of itself. Orientation and colour profile are reported, never applied: the score is that of the stored pixels (AVIF's own rotation belongs to its decoding).</summary>
/// <param name="Format">By magic bytes.</param>
/// <param name="Width">Stored pixels across.</param>
/// <param name="Height">Stored pixels down.</param>
/// <param name="Bands">Bands after palette expansion: 1, 2, 3 or 4.</param>
/// <param name="BitsPerSample">8 or 16.</param>
/// <param name="HasAlpha">True if it was composited over white.</param>
/// <param name="ExifOrientation">1..8; 1 = upright or not stated.</param>
/// <param name="HasIccProfile">True if a colour profile is embedded.</param>
/// <param name="ByteCount">Size of the file.</param>
/// <param name="Frames">Frames of an animation, pages of a TIFF; 1 for a still image.</param>
public sealed record ImageFacts(
    ImageFormat Format, int Width, int Height, int Bands, int BitsPerSample, bool HasAlpha, int ExifOrientation, bool HasIccProfile, int ByteCount, int Frames = 1);
