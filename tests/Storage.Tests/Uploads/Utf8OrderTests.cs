using System.Text;
using CsCheck;
using StayPositive.Storage.Uploads;

namespace StayPositive.Storage.Tests.Uploads;

public sealed class Utf8OrderTests
{
    // Code points around the ends of one, two, three and four bytes, and around the surrogates.
    private static readonly string[] Points = ["/", "a", "\u007f", "\u0080", "\u07ff", "\u0800", "\ud7ff", "\ue000", "\uffff", "\U00010000", "\U0001F600", "\U0010ffff"];

    private static readonly Gen<string> Texts = Gen.Int[0, Points.Length - 1].Array[0, 4].Select(chosen => string.Concat(chosen.Select(i => Points[i])));

    [Fact]
    public void Names_are_ordered_as_their_bytes_are() => Gen.Select(Texts, Texts).Sample((a, b) =>
        Assert.Equal(Math.Sign(Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b))), Math.Sign(Utf8Order.Compare(a, b))));
}
