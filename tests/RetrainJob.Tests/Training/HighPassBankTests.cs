using StayPositive.RetrainJob.Training;

namespace StayPositive.RetrainJob.Tests.Training;

public sealed class HighPassBankTests
{
    [Fact]
    public void Flat_content_of_any_colour_is_silent()
    {
        var weights = HighPassBank.Weights();
        Assert.Equal(HighPassBank.Outputs * 3 * 25, weights.Length);
        for (var kernel = 0; kernel < weights.Length / 25; kernel++)
            Assert.Equal(0, weights.AsSpan(kernel * 25, 25).ToArray().Sum(), 1e-5f);
    }
}
