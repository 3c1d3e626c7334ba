using CsCheck;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Tests.Keys;

public sealed class BlobKeyTests
{
    [Fact]
    public void A_key_gives_its_name_back() => NameGen.Any.Sample(name =>
    {
        var key = BlobKey.Of(name);
        Assert.InRange(key.Value.Length, 1, BlobKey.MaxLength);
        Assert.Equal(key, BlobKey.Parse(key.Value));
        if (!key.IsHashed)
            Assert.Equal(name, key.Name());
        else
            Assert.True(name.Length > 225, $"{name.Length} characters were hashed"); // at most 4 characters a code unit
    });

    [Fact]
    public void Keys_sort_as_Azure_lists_the_names() => NameGen.Pair.Sample((a, b) =>
        Math.Sign(string.CompareOrdinal(a, b)) == Math.Sign(BlobKey.Of(a).CompareTo(BlobKey.Of(b))));

    [Fact]
    public void Whole_state_keys_sort_as_the_names_whatever_the_ETags_are() => Gen.Select(NameGen.Pair, NameGen.Short, NameGen.Short).Sample((names, one, other) =>
    {
        var (a, b) = names;
        if (a == b)
            return;
        var scope = new Scope("uploads");
        var order = string.CompareOrdinal(StateKey.Of(scope, a, one).State.Value, StateKey.Of(scope, b, other).State.Value);
        Assert.Equal(Math.Sign(string.CompareOrdinal(a, b)), Math.Sign(order));
    });

    [Fact]
    public void Different_uploads_never_share_a_key() => Gen.Select(NameGen.Any, NameGen.Any, NameGen.Any, NameGen.Any).Sample((a, b, one, other) =>
    {
        var scope = new Scope("uploads");
        Assert.Equal(a == b && one == other, StateKey.Of(scope, a, one) == StateKey.Of(scope, b, other));
    });

    [Fact]
    public void Long_names_that_differ_in_one_character_have_different_keys() => Gen.Select(NameGen.Any, Gen.Int[0, 1023], Gen.Char).Sample((name, at, unit) =>
    {
        var long1 = name.PadRight(1024, 'é');
        var long2 = long1[..at] + unit + long1[(at + 1)..];
        Assert.Equal(long1 == long2, BlobKey.Of(long1) == BlobKey.Of(long2));
        Assert.True(BlobKey.Of(long1).IsHashed);
    });

    [Fact]
    public void A_hashed_key_sorts_behind_every_name_with_its_beginning_and_as_the_name_otherwise()
    {
        var name = string.Concat(Enumerable.Repeat("photos/", 146)); // 1,022 characters
        var key = BlobKey.Of(name);
        Assert.True(key.IsHashed);
        Assert.Null(key.Name());
        Assert.True(BlobKey.Of(name[..500]) < key);
        Assert.True(BlobKey.Of(name[..500] + "z") > key);
        Assert.True(BlobKey.Of(name[..500] + "!") < key);
    }

    /// <summary>The longest of everything: the constructor of <see cref="ObjectKey"/> refuses 1,025 characters.</summary>
    [Fact]
    public void The_longest_keys_fit() => Gen.Select(NameGen.Any, NameGen.Any, NameGen.Any).Sample((scope, name, etag) =>
    {
        var longest = new Scope(scope[..Math.Min(256, scope.Length)].PadRight(256, '漢'));
        var key = StateKey.Of(longest, name.PadRight(1024, '漢'), etag.PadRight(1024, '漢'));
        Assert.InRange(key.State.Value.Length, 900, ObjectKey.MaxLength);
        Assert.InRange(key.Marker.Value.Length, 900, ObjectKey.MaxLength);
        Assert.DoesNotContain("..", key.State.Value, StringComparison.Ordinal);
        Assert.Equal(key, StateKey.Parse(longest, StateKey.StatePrefix(longest), key.State));
    });

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("0~")]
    [InlineData("9A")]
    [InlineData("~L00")]
    [InlineData("~50z")]
    [InlineData("a/b")]
    [InlineData("~~short")]
    public void A_segment_that_no_name_has_is_refused(string segment) => Assert.ThrowsAny<Exception>(() => BlobKey.Parse(segment));

    [Theory]
    [InlineData("cat.jpg", "cat0jjpg")]
    [InlineData("2026/IMG_0001.JPG", "20l260kIMG_40l0l0l10jJPG")]
    public void Plain_names_stay_readable(string name, string key) => Assert.Equal(key, BlobKey.Of(name).Value);

    [Fact]
    public void A_name_has_1_to_1024_characters()
    {
        Assert.Throws<ArgumentException>(() => BlobKey.Of(""));
        Assert.Throws<ArgumentException>(() => BlobKey.Of(new string('a', 1025)));
    }
}
