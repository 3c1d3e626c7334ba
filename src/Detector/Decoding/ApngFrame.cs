namespace StayPositive.Detector.Decoding;

/// <summary>A frame of an animated PNG: its frame control chunk, and where its compressed data lies.</summary>
/// <param name="X">First column on the canvas.</param>
/// <param name="Y">First row on the canvas.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Dispose">What happens to the canvas afterwards: 0 nothing, 1 cleared, 2 as before.</param>
/// <param name="Over">True: composited over the canvas; false: replaces it.</param>
/// <param name="Data">Offset and length of each piece of the zlib stream.</param>
internal sealed record ApngFrame(int X, int Y, int Width, int Height, byte Dispose, bool Over, List<(int Offset, int Length)> Data);
