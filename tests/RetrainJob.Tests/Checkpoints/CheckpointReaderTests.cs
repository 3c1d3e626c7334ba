using StayPositive.RetrainJob.Checkpoints;

namespace StayPositive.RetrainJob.Tests.Checkpoints;

public sealed class CheckpointReaderTests
{
    [Fact]
    public void A_state_dict_is_read_in_order()
    {
        var pickle = new PickleWriter().Global("collections", "OrderedDict").Raw(")R(")
            .Text("b").Tensor("0", 6, 0, [2, 3], [3, 1])
            .Text("a").Tensor("1", 2, 1, [], [])
            .Raw("u.");
        var tensors = CheckpointReader.Read(pickle.Checkpoint(("0", [1, 2, 3, 4, 5, 6]), ("1", [7, 8])));
        Assert.Equal(["b", "a"], tensors.Keys);
        Assert.Equal([2, 3], tensors["b"].Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], tensors["b"].Values);
        Assert.Equal([8], tensors["a"].Values);
    }

    [Fact]
    public void Strides_and_offsets_are_honoured()
    {
        var pickle = PickleWriter.Dict("w", writer => writer.Tensor("0", 6, 1, [2, 2], [1, 2]));
        Assert.Equal([2, 4, 3, 5], CheckpointReader.Read(pickle.Checkpoint(("0", [1, 2, 3, 4, 5, 6])))["w"].Values);
    }

    [Theory]
    [InlineData("HalfStorage", new byte[] { 0x00, 0x3c, 0x00, 0xc0 }, new[] { 1f, -2f })]
    [InlineData("BFloat16Storage", new byte[] { 0x80, 0x3f, 0x00, 0xc0 }, new[] { 1f, -2f })]
    [InlineData("IntStorage", new byte[] { 5, 0, 0, 0, 0xff, 0xff, 0xff, 0xff }, new[] { 5f, -1f })]
    [InlineData("LongStorage", new byte[] { 5, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff }, new[] { 5f, -1f })]
    public void Other_element_types(string kind, byte[] bytes, float[] expected)
    {
        var pickle = PickleWriter.Dict("w", writer => writer.Tensor("0", 2, 0, [2], [1], kind));
        Assert.Equal(expected, CheckpointReader.Read(PickleWriter.Zip(("a/data.pkl", pickle.ToArray()), ("a/data/0", bytes)))["w"].Values);
    }

    [Fact]
    public void The_version_numbers_of_a_state_dict_are_dropped()
    {
        var pickle = new PickleWriter().Global("collections", "OrderedDict").Raw(")R(").Text("w").Tensor("0", 1, 0, [1], [1]).Raw("u}").Text("_metadata")
            .Global("collections", "OrderedDict").Raw(")Rsb.");
        Assert.Equal([3f], CheckpointReader.Read(pickle.Checkpoint(("0", [3])))["w"].Values);
    }
}
