using StayPositive.Cli.Tests.Evaluating;

namespace StayPositive.Cli.Tests.Scanning;

/// <summary>Pictures and the tiny model in a temporary folder, and <c>scan</c> with that model.</summary>
internal sealed class ScanFolder : IDisposable
{
    private const int Never = int.MaxValue;
    private readonly PictureFolder pictures = new();

    public ScanFolder() => TinyModel.Save(Path("model"));

    public string Path(string name) => pictures.Path(name);

    /// <summary>A smooth picture: no findings.</summary>
    public string Photo(string name, int width = 144, int height = 128) => Make(name, Never, width, height);

    /// <summary>Textured all over: generated.</summary>
    public string Generated(string name) => Make(name, 0, 144, 128);

    /// <summary>Textured in the right 64 pixels of 320: inpainted.</summary>
    public string Inpainted(string name) => Make(name, 256, 320, 256);

    public string Text(string name, string text)
    {
        pictures.Text(name, text);
        return Path(name);
    }

    public Task<Run> ScanAsync(params string[] arguments) => Run.OfAsync(["scan", .. arguments, "--model", Path("model"), "--threads", "1"]);

    public void Dispose() => pictures.Dispose();

    private string Make(string name, int texturedFrom, int width, int height)
    {
        pictures.Picture(name, seed: 1, texturedFrom, width, height);
        return Path(name);
    }
}
