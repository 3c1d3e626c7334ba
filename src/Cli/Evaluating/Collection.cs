namespace StayPositive.Cli.Evaluating;

/// <summary>Everything that was judged, before any figure is computed.</summary>
/// <param name="Real">What became of the real files.</param>
/// <param name="Fake">What became of the generated or edited files.</param>
/// <param name="Sets">One for each re-encoding.</param>
/// <param name="Masked">Edited images with a usable mask.</param>
/// <param name="MasksOfOtherSize">Edited images whose mask has another size than the image.</param>
internal sealed record Collection(ClassFiles Real, ClassFiles Fake, IReadOnlyList<JudgedSet> Sets, int Masked, int MasksOfOtherSize);
