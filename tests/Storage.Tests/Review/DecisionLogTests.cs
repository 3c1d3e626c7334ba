using CsCheck;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Review;
using StayPositive.Storage.Tests.States;

namespace StayPositive.Storage.Tests.Review;

public sealed class DecisionLogTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Gen<LoggedDecision> Line = Gen.Select(Gen.Long[0, 400_000_000], Gen.Enum<Ruling>(), Gen.Bool, Gen.Int[1, 999_999], Gen.Byte)
        .Select((after, ruling, blind, number, content) => new LoggedDecision(Start.AddMilliseconds(after), ruling, blind, number, ContentHash.Of([content])));

    [Fact]
    public void Every_filter_is_in_the_key() => Line.Sample(line => Assert.Equal(line, LoggedDecision.Parse(World.Scope, line.Key(World.Scope))));

    [Fact]
    public void The_newest_come_first_and_only_of_the_days_that_were_asked_for() => Gen.Select(Line.Array[0, 20], Gen.Int[0, 5], Gen.Int[0, 5]).Sample((lines, first, last) =>
    {
        using var world = new World();
        var log = new DecisionLog(world.Results);
        foreach (var line in lines)
            log.AddAsync(World.Scope, line, default).GetAwaiter().GetResult();
        var (from, to) = (DateOnly.FromDateTime(Start.UtcDateTime).AddDays(first), DateOnly.FromDateTime(Start.UtcDateTime).AddDays(last));
        var expected = lines.Distinct().Where(line => DateOnly.FromDateTime(line.At.UtcDateTime) is var day && day >= from && day <= to)
            .OrderByDescending(line => line.Key(World.Scope).Value, StringComparer.Ordinal);
        Assert.Equal(expected, log.NewestAsync(World.Scope, from, to, default).ToBlockingEnumerable());
    }, iter: 12, threads: 1);
}
