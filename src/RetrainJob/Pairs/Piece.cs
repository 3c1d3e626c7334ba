using StayPositive.RetrainJob.Photos;

namespace StayPositive.RetrainJob.Pairs;

/// <summary>A shrunk part of a photo. Its RGB bytes stand at the same offset in the file of every variant (the photo itself and each family's re-rendering).</summary>
/// <param name="Photo">The source photo's id.</param>
/// <param name="Split">The source photo's split.</param>
/// <param name="Native">True: cut out of the photo as it is (old JPEG grid and all), without re-renderings.</param>
/// <param name="Shrink">Factor of each side.</param>
/// <param name="Kernel">libvips kernel that shrank it.</param>
/// <param name="X">Left edge in the shrunk photo, pixels.</param>
/// <param name="Y">Top edge in the shrunk photo, pixels.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Offset">First byte in a variant's file.</param>
internal sealed record Piece(
    string Photo, Split Split, bool Native, double Shrink, string Kernel, int X, int Y, int Width, int Height, long Offset)
{
    public int ByteCount => Width * Height * 3;
}
