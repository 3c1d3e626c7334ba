namespace StayPositive.Storage.Measurements;

/// <summary>Mean features of the two sides of a mask, in a file; rows as base64 of float16, little-endian.</summary>
internal sealed record MaskFile(int Schema, int Channels, float Scale, double Share, byte[]? Inside, byte[]? Outside)
{
    public const int CurrentSchema = 1;
}
