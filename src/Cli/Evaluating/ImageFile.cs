namespace StayPositive.Cli.Evaluating;

/// <summary>A file of one of the two classes.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Source">Id of the source photo.</param>
internal sealed record ImageFile(string Path, string Source)
{
    /// <summary>File name without folder and suffix.</summary>
    public string Stem => System.IO.Path.GetFileNameWithoutExtension(Path);
}
