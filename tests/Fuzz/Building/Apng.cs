using StayPositive.Fuzz.Containers;
using static StayPositive.Fuzz.Building.Numbers;

namespace StayPositive.Fuzz.Building;

/// <summary>Animated PNG (W3C PNG, third edition): control chunks around a still PNG's data.</summary>
internal static class Apng
{
    private static readonly PngChunks Chunks = new();

    public static Part Control(uint frames, uint plays = 0) => new("acTL", [.. Big32(frames), .. Big32(plays)]);

    public static Part Frame(uint sequence, uint width, uint height, uint x = 0, uint y = 0, byte dispose = 0, byte blend = 0) =>
        new("fcTL", [.. Big32(sequence), .. Big32(width), .. Big32(height), .. Big32(x), .. Big32(y), .. Big16(1), .. Big16(10), dispose, blend]);

    public static Part Data(uint sequence, byte[] idat) => new("fdAT", [.. Big32(sequence), .. idat]);

    /// <summary>A still image as an animation that shows it so many times.</summary>
    public static byte[] Repeat(byte[] still, uint width, uint height, int frames) => Build(still, Control((uint)frames), Frame(0, width, height), idat =>
        Enumerable.Range(1, frames - 1).SelectMany(i => new[] { Frame((uint)(2 * i - 1), width, height), Data((uint)(2 * i), idat) }));

    /// <summary>A still image with control chunks of any kind.</summary>
    /// <param name="still">The default image.</param>
    /// <param name="control">acTL.</param>
    /// <param name="first">fcTL of the default image.</param>
    /// <param name="rest">Behind IDAT, from the default image's data.</param>
    public static byte[] Build(byte[] still, Part control, Part first, Func<byte[], IEnumerable<Part>> rest)
    {
        var parts = Chunks.Split(still);
        byte[] idat = [.. parts.Where(part => part.Kind == "IDAT").SelectMany(part => part.Data)];
        List<Part> head = [.. parts.TakeWhile(part => part.Kind != "IDAT")];
        head.Insert(1, control);
        return Chunks.Join([.. head, first, new Part("IDAT", idat), .. rest(idat), Png.End]);
    }
}
