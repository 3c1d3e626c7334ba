using StayPositive.RetrainJob.Photos;
using StayPositive.RetrainJob.Recipes;

namespace StayPositive.RetrainJob.Tests.Photos;

public sealed class PhotoSetTests
{
    private static readonly PhotoRecipe Recipe = new() { Folders = [], SplitSeed = 1, TrainShare = 0.55, ValidationShare = 0.07, CalibrationShare = 0.25 };

    [Fact]
    public void Near_duplicates_are_one_group_through_others_too() =>
        Assert.Equal([0, 0, 0, 3, 4], PhotoSet.Groups([0b0000, 0b0111, 0b1111_0111, ulong.MaxValue, 0xffff_0000]));

    [Fact]
    public void The_split_depends_on_the_photo_and_the_seed_alone()
    {
        Assert.Equal(PhotoSet.Draw("abc", Recipe), PhotoSet.Draw("abc", Recipe));
        Assert.NotEqual(
            Enumerable.Range(0, 50).Select(n => PhotoSet.Draw($"{n}", Recipe)),
            Enumerable.Range(0, 50).Select(n => PhotoSet.Draw($"{n}", Recipe with { SplitSeed = 2 })));
    }

    [Fact]
    public void The_shares_are_kept()
    {
        var counts = Enumerable.Range(0, 20000).GroupBy(n => PhotoSet.Draw($"photo {n}", Recipe)).ToDictionary(group => group.Key, group => group.Count() / 20000.0);
        Assert.Equal(0.55, counts[Split.Train], 0.02);
        Assert.Equal(0.07, counts[Split.Validation], 0.02);
        Assert.Equal(0.25, counts[Split.Calibration], 0.02);
        Assert.Equal(0.13, counts[Split.Test], 0.02);
    }
}
