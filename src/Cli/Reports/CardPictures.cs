namespace StayPositive.Cli.Reports;

/// <summary>What a card shows: the image and its evidence, upright and small.</summary>
/// <param name="Width">Pixels of both.</param>
/// <param name="Height">Pixels of both.</param>
/// <param name="Image">WebP.</param>
/// <param name="Overlay">WebP; null after an early stop, when there is no evidence map.</param>
/// <param name="ScaleEnd">Evidence at the end of the overlay's scale, logit units.</param>
internal sealed record CardPictures(int Width, int Height, byte[] Image, byte[]? Overlay, float ScaleEnd);
