namespace StayPositive.Storage.States;

/// <summary>Content of <c>open/...</c>: there may be a state here with open effects.</summary>
/// <param name="At">When it was written, UTC.</param>
/// <param name="Nonce">Makes every writing another ETag.</param>
/// <param name="Hash">SHA-256 of the content, lower-case hex; null when it was not read. Lets an erasure find markers whose state was never written.</param>
internal sealed record OpenMarker(DateTimeOffset At, Guid Nonce, string? Hash);
