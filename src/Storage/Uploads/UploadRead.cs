namespace StayPositive.Storage.Uploads;

/// <summary>The bytes of an upload, or why there are none.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Content">All bytes when <see cref="UploadReadOutcome.Read"/>, else empty.</param>
/// <param name="Length">Bytes of the upload, where it is there.</param>
public sealed record UploadRead(UploadReadOutcome Outcome, ReadOnlyMemory<byte> Content, long Length)
{
    internal static UploadRead Overwritten { get; } = new(UploadReadOutcome.Overwritten, default, 0);

    internal static UploadRead Gone { get; } = new(UploadReadOutcome.Gone, default, 0);

    internal static UploadRead Archived { get; } = new(UploadReadOutcome.Archived, default, 0);

    internal static UploadRead Of(ReadOnlyMemory<byte> content) => new(UploadReadOutcome.Read, content, content.Length);

    internal static UploadRead TooManyBytes(long length) => new(UploadReadOutcome.TooManyBytes, default, length);
}
