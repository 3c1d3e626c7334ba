namespace StayPositive.Detector.Verdicts;

/// <summary>How a borderline image was judged after re-encodings; see <see cref="Policy.SecondLook"/>.</summary>
/// <param name="First">The decision before.</param>
/// <param name="Opinions">One a re-encoding.</param>
public sealed record SecondLook(Decision First, IReadOnlyList<SecondOpinion> Opinions);
