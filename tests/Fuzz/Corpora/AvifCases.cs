using StayPositive.Fuzz.Building;
using StayPositive.Fuzz.Cases;
using StayPositive.Fuzz.Containers;
using StayPositive.Fuzz.Seeds;
using static StayPositive.Fuzz.Building.Numbers;

namespace StayPositive.Fuzz.Corpora;

/// <summary>AVIF: boxes that lie about lengths, counts, places and references.</summary>
internal static class AvifCases
{
    private static readonly IsoBoxes Boxes = new();
    private static readonly string[] Kinds = ["meta", "hdlr", "pitm", "iloc", "iinf", "iprp", "ipco", "ispe", "av1C", "ipma", "mdat"];

    public static IEnumerable<HostileCase> All(SeedSet seeds)
    {
        var sound = seeds["written.avif"];
        foreach (var kind in Kinds)
        {
            foreach (var length in new uint[] { 0, 1, 7, 0x7FFFFFFF, 0xFFFFFFFF })
                yield return new($"avif/{kind}-length-{length}", () => sound.With(sound.Find(System.Text.Encoding.Latin1.GetBytes(kind)) - 4, Big32(length)), Allowed.Anything);
            yield return new($"avif/{kind}-empty", () => Boxes.Replace(sound, kind, _ => []), Allowed.Anything);
            yield return new($"avif/{kind}-of-ff", () => Boxes.Replace(sound, kind, data => [.. data.Take(4), .. Enumerable.Repeat((byte)0xFF, Math.Max(0, data.Length - 4))]), Allowed.Anything);
            yield return new($"avif/{kind}-twice", () => Twice(sound, kind), Allowed.Anything);
        }

        yield return new("avif/grid-of-256x256", () => Boxes.Replace(sound, "iinf", data => Replaced(data, "av01"u8, "grid"u8)), Allowed.Refusal);
        yield return new("avif/item-of-overlay", () => Boxes.Replace(sound, "iinf", data => Replaced(data, "av01"u8, "iovl"u8)), Allowed.Refusal);
        yield return new("avif/item-of-identity", () => Boxes.Replace(sound, "iinf", data => Replaced(data, "av01"u8, "iden"u8)), Allowed.Refusal);
        yield return new("avif/item-of-hevc", () => Boxes.Replace(sound, "iinf", data => Replaced(data, "av01"u8, "hvc1"u8)), Allowed.Refusal);
        yield return new("avif/primary-item-65535", () => Boxes.Replace(sound, "pitm", data => data.With(4, 0xFF, 0xFF)), Allowed.Refusal);
        yield return new("avif/reference-to-itself", () => Insert(sound, "iref", [0, 0, 0, 0, .. IsoBoxes.Box("dimg", [0, 1, 0, 1, 0, 1])]), Allowed.Anything);
        yield return new("avif/65535-references", () => Insert(sound, "iref", [0, 0, 0, 0, .. IsoBoxes.Box("dimg", [0, 1, 0xFF, 0xFF, .. new byte[131_070]])]), Allowed.Anything);
        yield return new("avif/100000-boxes", () => [.. sound, .. Enumerable.Repeat(IsoBoxes.Box("free", []), 100_000).SelectMany(box => box)], Allowed.WholeOrRefused(sound));
        yield return new("avif/boxes-1000-deep", () => [.. sound[..sound.Find("meta"u8)][..^4], .. Deep(1000)], Allowed.Refusal);
        yield return new("avif/rotation-9", () => InsertProperty(sound, IsoBoxes.Box("irot", [9])), Allowed.Anything);
        yield return new("avif/clean-aperture-by-zero", () => InsertProperty(sound, IsoBoxes.Box("clap", new byte[32])), Allowed.Anything);
        yield return new("avif/brand-avis-without-a-movie", () => sound.With(8, [.. "avis"u8]), Allowed.Anything);
        yield return new("avif/data-random", () => Boxes.Replace(sound, "mdat", data => new Chance(8, 8).Bytes(data.Length)), Allowed.Refusal);
        yield return new("avif/data-of-zeros", () => Boxes.Replace(sound, "mdat", data => new byte[data.Length]), Allowed.Anything);
        yield return new("avif/configuration-12-bit-lie", () => Boxes.Replace(sound, "av1C", data => data.With(2, (byte)(data[2] | 0x60))), Allowed.Anything);
        yield return new("avif/av1-sequence-header-lies", () => Boxes.Replace(sound, "mdat", data => data.With(2, 0xFF, 0xFF, 0xFF, 0xFF)), Allowed.Anything);
    }

    private static byte[] Twice(byte[] file, string kind)
    {
        byte[]? found = null;
        Boxes.Replace(file, kind, data => found = data);
        return Insert(file, kind, found!);
    }

    /// <summary>A box at the end of <c>meta</c>; offsets of the data stay as they were, and are wrong now.</summary>
    private static byte[] Insert(byte[] file, string kind, byte[] data) => Boxes.Replace(file, "meta", meta => [.. meta, .. IsoBoxes.Box(kind, data)]);

    private static byte[] InsertProperty(byte[] file, byte[] box) => Boxes.Replace(file, "ipco", properties => [.. box, .. properties]);

    private static byte[] Replaced(byte[] data, ReadOnlySpan<byte> what, ReadOnlySpan<byte> by) => data.With(data.Find(what), by.ToArray());

    private static byte[] Deep(int levels)
    {
        byte[] inner = [];
        for (var level = 0; level < levels; level++)
            inner = IsoBoxes.Box(level % 2 == 0 ? "ipco" : "iprp", inner);
        return IsoBoxes.Box("meta", [0, 0, 0, 0, .. inner]);
    }
}
