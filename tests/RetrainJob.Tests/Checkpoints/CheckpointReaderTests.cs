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
    [InlineData("DoubleStorage", new byte[] { 0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 0, 0, 0, 0, 0, 0, 0, 0xc0 }, new[] { 1f, -2f })]
    [InlineData("ShortStorage", new byte[] { 5, 0, 0xff, 0xff }, new[] { 5f, -1f })]
    [InlineData("CharStorage", new byte[] { 5, 0xff }, new[] { 5f, -1f })]
    [InlineData("ByteStorage", new byte[] { 5, 0xff }, new[] { 5f, 255f })]
    [InlineData("BoolStorage", new byte[] { 0, 1 }, new[] { 0f, 1f })]
    [InlineData("IntStorage", new byte[] { 5, 0, 0, 0, 0xff, 0xff, 0xff, 0xff }, new[] { 5f, -1f })]
    [InlineData("LongStorage", new byte[] { 5, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff }, new[] { 5f, -1f })]
    public void Other_element_types(string kind, byte[] bytes, float[] expected)
    {
        var pickle = PickleWriter.Dict("w", writer => writer.Tensor("0", 2, 0, [2], [1], kind));
        Assert.Equal(expected, CheckpointReader.Read(PickleWriter.Zip(("a/data.pkl", pickle.ToArray()), ("a/data/0", bytes)))["w"].Values);

        var size = bytes.Length / 2;
        byte[] swapped = [.. bytes[..size].Reverse(), .. bytes[size..].Reverse()];
        Assert.Equal(expected, CheckpointReader.Read(PickleWriter.Zip(("a/data.pkl", pickle.ToArray()), ("a/byteorder", "big"u8.ToArray()), ("a/data/0", swapped)))["w"].Values);
    }

    [Theory]
    [InlineData("model")]
    [InlineData("state_dict")]
    [InlineData("net")]
    public void A_state_dict_is_found_beside_other_things(string wrapper)
    {
        var pickle = new PickleWriter().Raw("}(").Text("epoch").Long(3).Text(wrapper).Raw("}").Text("w").Tensor("0", 1, 0, [1], [1]).Raw("s").Text("optimizer").Raw("}").Long(0).Raw("]su.");
        var tensors = CheckpointReader.Read(pickle.Checkpoint(("0", [3])));
        Assert.Equal([3f], Assert.Single(tensors, tensor => tensor.Key == "w").Value.Values);
    }

    [Fact]
    public void A_tensor_of_that_name_is_a_tensor() =>
        Assert.Equal([3f], CheckpointReader.Read(PickleWriter.Dict("model", writer => writer.Tensor("0", 1, 0, [1], [1])).Checkpoint(("0", [3])))["model"].Values);

    [Fact]
    public void Tensors_may_share_a_storage_and_parameters_are_tensors()
    {
        var pickle = new PickleWriter().Raw("}(").Text("a").Global("torch._utils", "_rebuild_parameter").Raw("(").Tensor("0", 4, 0, [4], [1]).Raw(0x88).Global("collections", "OrderedDict").Raw(")RtR")
            .Text("b").Tensor("0", 4, 1, [2], [2]).Raw("u.");
        var tensors = CheckpointReader.Read(pickle.Checkpoint(("0", [1, 2, 3, 4])));
        Assert.Equal([1, 2, 3, 4], tensors["a"].Values);
        Assert.Equal([2, 4], tensors["b"].Values);
    }

    [Fact]
    public void The_old_format_is_refused_with_advice() => Assert.Contains(
        "torch.save(torch.load(",
        Assert.Throws<CheckpointRefusedException>(() => CheckpointReader.Read(new MemoryStream(
            [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.']))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void The_version_numbers_of_a_state_dict_are_dropped()
    {
        var pickle = new PickleWriter().Global("collections", "OrderedDict").Raw(")R(").Text("w").Tensor("0", 1, 0, [1], [1]).Raw("u}").Text("_metadata")
            .Global("collections", "OrderedDict").Raw(")Rsb.");
        Assert.Equal([3f], CheckpointReader.Read(pickle.Checkpoint(("0", [3])))["w"].Values);
    }
}
