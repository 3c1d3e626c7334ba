using CsCheck;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Tests.Keys;

public sealed class ScopeTests
{
    [Theory]
    [InlineData("uploads")]
    [InlineData("my-uploads-2026")]
    public void A_container_stands_for_itself(string container) => Assert.Equal(container, new Scope(container).Key);

    [Fact]
    public void Scopes_are_apart_and_always_a_segment() => Gen.Select(NameGen.Short, NameGen.Short).Sample((a, b) =>
    {
        var (one, other) = (new Scope(a), new Scope(b));
        Assert.Equal(a == b, one.Key == other.Key);
        Assert.InRange(one.Key.Length, 1, Scope.MaxLength);
        Assert.DoesNotContain('/', new ObjectKey(one.Key).Value);
    });

    [Fact]
    public void A_content_hash_is_64_lower_case_digits()
    {
        var hash = ContentHash.Of("abc"u8);
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", hash.Hex); // FIPS 180-4, example
        Assert.Equal(hash, ContentHash.Parse(hash.Hex));
        Assert.Throws<FormatException>(() => ContentHash.Parse(hash.Hex.ToUpperInvariant()));
        Assert.Throws<FormatException>(() => ContentHash.Parse("../etc"));
    }
}
