using System.Text;
using StayPositive.RetrainJob.Data;
using StayPositive.Storage.Keys;

namespace StayPositive.RetrainJob.Tests.Data;

/// <summary>A whole image without windows.</summary>
internal static class SampleRow
{
    public static LabelledRow Of(string name, DataSplit split, RowOrigin origin, bool generated = false) => new()
    {
        Hash = ContentHash.Of(Encoding.UTF8.GetBytes(name)),
        Scope = new Scope("uploads"),
        Part = RowPart.WholeImage,
        Generated = generated,
        Weight = 1,
        Group = name,
        Split = split,
        Origin = origin,
        LabelledAt = default,
        InclusionProbability = 1,
        Facts = new RowFacts("review", null, "Jpeg", 1, "none", null),
        Feature = 0,
    };
}
