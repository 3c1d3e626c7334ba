namespace StayPositive.Storage.Review;

/// <summary>How a content waits, as it was read.</summary>
/// <param name="Item">The item.</param>
/// <param name="ETag">Of the object that names it.</param>
public sealed record PendingEntry(PendingItem Item, string ETag);
