namespace StayPositive.Storage.Review;

/// <summary>Content of <c>open-rulings/...</c>: a label is being written, or its content's states have not taken it in.</summary>
/// <param name="At">When the marker was written, UTC.</param>
/// <param name="Nonce">Makes every writing another ETag.</param>
internal sealed record RulingMarker(DateTimeOffset At, Guid Nonce);
