using StayPositive.RetrainJob.Heads;

namespace StayPositive.RetrainJob.Tests.Heads;

public sealed class MappedRowsTests
{
    [Fact]
    public void A_file_of_another_length_is_refused_and_a_closed_one_is_not_read()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.WriteAllBytes(path, new byte[3 * 4 * 2]);
        try
        {
            Assert.Throws<ArgumentException>(() => new MappedRows(path, 4, new byte[2], new float[2]));
            Assert.Throws<ArgumentException>(() => new MappedRows(path, 4, new byte[3], new float[2]));
            var rows = new MappedRows(path, 4, [0, 1, 1], [1, 2, 3]);
            var block = rows.Read(1, 2, new FeatureBuffer());
            Assert.Equal((2, true, 8, 1, 3f), (block.Rows, block.IsHalf, block.Halves.Length, block.Labels[1], block.Weights[1]));
            rows.Dispose();
            rows.Dispose();
            Assert.Throws<ObjectDisposedException>(() => { rows.Read(0, 1, new FeatureBuffer()); });
        }
        finally
        {
            File.Delete(path);
        }
    }
}
