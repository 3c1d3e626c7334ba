using StayPositive.Storage.Keys;

namespace StayPositive.Cli.Labelling;

/// <summary>A row that has been found right: its image is known, and its mask is read.</summary>
/// <param name="Row">As it was written.</param>
/// <param name="Hash">The content.</param>
/// <param name="Mask">The mask as a PNG of the upright picture; null without one.</param>
internal sealed record PreparedRow(ImportRow Row, ContentHash Hash, ReadOnlyMemory<byte>? Mask);
