using CsCheck;
using StayPositive.Detector.Evaluation;

namespace StayPositive.Detector.Tests.Evaluation;

/// <summary>Random evaluations with both classes, few sources and many ties.</summary>
internal static class RowGen
{
    private static readonly Gen<ScoredRow> One =
        Gen.Select(Gen.Int[0, 9], Gen.Bool, Gen.Int[-12, 12], (source, generated, score) => new ScoredRow($"photo-{source}", generated, score / 4f));

    public static readonly Gen<ScoredRow[]> Rows =
        from rows in One.Array[2, 40]
        select rows.Append(new ScoredRow("photo-0", true, 1)).Append(new ScoredRow("photo-1", false, 1)).ToArray();
}
