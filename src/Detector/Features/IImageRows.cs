namespace StayPositive.Detector.Features;

/// <summary>Rows of an image for the tile reader: all of them at hand, or a part that slides down while the image is decoded.</summary>
internal interface IImageRows
{
    /// <summary>Pixels across.</summary>
    int Width { get; }

    /// <summary>Pixels down.</summary>
    int Height { get; }

    /// <summary>Makes rows available. Neither bound ever goes back.</summary>
    /// <param name="first">Rows above are not asked for any more.</param>
    /// <param name="end">Rows from here on are not asked for yet.</param>
    /// <exception cref="Decoding.DecodeException">The data is damaged.</exception>
    void Advance(int first, int end);

    /// <summary>An available row, [Width, 3].</summary>
    ReadOnlySpan<byte> Row(int y);
}
