using StayPositive.RetrainJob.Autoencoders;
using StayPositive.RetrainJob.Checkpoints;
using TorchSharp;

namespace StayPositive.RetrainJob.Tests.Autoencoders;

public sealed class Taef2RefusalTests
{
    [Fact]
    public void Swapped_halves_are_refused_when_they_are_loaded()
    {
        var published = SharedData.Folder("autoencoder");
        var swapped = Directory.CreateTempSubdirectory("taef2-swapped-");
        try
        {
            File.Copy(Path.Combine(published, "taef2_encoder.pth"), Path.Combine(swapped.FullName, "taef2_decoder.pth"));
            File.Copy(Path.Combine(published, "taef2_decoder.pth"), Path.Combine(swapped.FullName, "taef2_encoder.pth"));
            var refused = Assert.Throws<CheckpointRefusedException>(() => Taef2.Load(swapped.FullName));
            Assert.Equal(CheckpointRefusal.BadTensor, refused.Code);
        }
        finally
        {
            swapped.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData(new long[] { 1, 3, 16, 12 })]
    [InlineData(new long[] { 1, 3, 0, 8 })]
    [InlineData(new long[] { 1, 4, 8, 8 })]
    [InlineData(new long[] { 3, 8, 8 })]
    public void Other_shapes_than_N_3_H_W_with_sides_in_eights_are_refused(long[] shape)
    {
        using var taef2 = Taef2.Load(SharedData.Folder("autoencoder"));
        using var input = torch.zeros(shape);
        Assert.Contains($"[{string.Join(", ", shape)}]", Assert.Throws<ArgumentException>(() => taef2.Reconstruct(input)).Message, StringComparison.Ordinal);
    }
}
