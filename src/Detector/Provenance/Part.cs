namespace StayPositive.Detector.Provenance;

/// <summary>Parts of a file whose offsets and lengths may lie.</summary>
internal static class Part
{
    /// <summary>Bytes from an offset on, empty when it is outside.</summary>
    public static ReadOnlySpan<byte> From(ReadOnlySpan<byte> bytes, ulong offset) => offset < (ulong)bytes.Length ? bytes[(int)offset..] : [];

    /// <summary>As many bytes as there are of those that are stated.</summary>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> bytes, ulong offset, ulong length)
    {
        var rest = From(bytes, offset);
        return length < (ulong)rest.Length ? rest[..(int)length] : rest;
    }

    /// <summary>Cuts off the bytes before the next zero byte, and the zero. False when there is none.</summary>
    public static bool TryCut(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> head)
    {
        var end = rest.IndexOf((byte)0);
        head = end < 0 ? [] : rest[..end];
        if (end >= 0)
            rest = rest[(end + 1)..];
        return end >= 0;
    }
}
