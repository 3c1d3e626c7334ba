namespace StayPositive.Storage.Erasure;

/// <summary>Content of <c>erasing/...</c>: an erasure that has begun and not ended. It goes with the end, and is then the last that held the hash.</summary>
/// <param name="Hash">The content.</param>
/// <param name="KeepLabels">As it was asked.</param>
/// <param name="At">When it was asked, UTC.</param>
internal sealed record ErasureJournal(string Hash, bool KeepLabels, DateTimeOffset At);
