using NetVips;

namespace StayPositive.Cli.Tests.Evaluating;

/// <summary>A temporary folder with folders of rendered pictures: smooth ones, and ones with a fine texture in some columns.</summary>
internal sealed class PictureFolder : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("evaluating-");

    public string Path(string name) => System.IO.Path.Combine(root.FullName, name);

    /// <summary>Renders a picture; columns from <paramref name="texturedFrom"/> on carry the texture.</summary>
    public void Picture(string name, int seed, int texturedFrom, int width = 144, int height = 128)
    {
        var random = new Random(seed);
        var (phase, slope) = (random.NextDouble() * 6, 20 + random.NextDouble() * 20);
        Write(name, width, height, (x, y) => (byte)(110 + 40 * Math.Sin(phase + (x + 2 * y) / slope) + (x >= texturedFrom && (x + y) % 2 == 0 ? 40 : 0)));
    }

    /// <summary>The mask of <see cref="Picture"/>.</summary>
    public void Mask(string name, int texturedFrom, bool black = false, int width = 144, int height = 128) =>
        Write(name, width, height, (x, _) => (byte)(x >= texturedFrom != black ? 255 : 0));

    /// <summary>Folders real and fake of <paramref name="count"/> pairs of one stem each; the fakes are textured in the right half.</summary>
    public void Pairs(int count, string realSuffix = "png", string fakeSuffix = "png")
    {
        for (var i = 0; i < count; i++)
        {
            Picture($"real/photo{i}.{realSuffix}", i, texturedFrom: int.MaxValue);
            Picture($"fake/photo{i}.{fakeSuffix}", i, texturedFrom: 72);
        }
    }

    public void Text(string name, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path(name))!);
        File.WriteAllText(Path(name), text);
    }

    public void Dispose() => root.Delete(recursive: true);

    private void Write(string name, int width, int height, Func<int, int, byte> brightness)
    {
        var pixels = new byte[width * height * 3];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = brightness(i / 3 % width, i / 3 / width);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path(name))!);
        using var image = Image.NewFromMemory(pixels, width, height, 3, Enums.BandFormat.Uchar);
        using var colour = image.Copy(interpretation: Enums.Interpretation.Srgb);
        colour.WriteToFile(Path(name));
    }
}
