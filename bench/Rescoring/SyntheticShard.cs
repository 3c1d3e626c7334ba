using System.Buffers.Binary;
using System.Text;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Shards;

/// <summary>A shard of images without windows, with random features: half of them zero, as behind a ReLU.</summary>
internal static class SyntheticShard
{
    public static byte[] File(ContentHash backbone, int rows, int channels, Random random)
    {
        var columns = ShardColumns.All.Select(column => new ParquetColumn(column.Name, column.Type, column.Type == ParquetType.Fixed ? channels * 2 : 0, column.Name switch
        {
            ShardColumns.Features => Features(rows * channels, random),
            ShardColumns.Content => Texts(rows, n => ContentHash.Of(BitConverter.GetBytes(n)).Hex),
            ShardColumns.Head => Texts(rows, _ => "bench-1"),
            ShardColumns.Format => Texts(rows, _ => "Jpeg"),
            ShardColumns.Scale => Numbers(rows, BitConverter.SingleToInt32Bits(1)),
            _ => Numbers(rows, 0),
        })).ToArray();
        return new ParquetFile(rows, columns, new Dictionary<string, string> { ["staypositive.backbone"] = backbone.Hex }).Write();
    }

    private static byte[] Features(int count, Random random)
    {
        var bytes = new byte[count * 2];
        for (var n = 0; n < count; n++)
            BinaryPrimitives.WriteHalfLittleEndian(bytes.AsSpan(n * 2), random.Next(2) == 0 ? default : (Half)random.NextSingle());
        return bytes;
    }

    private static byte[] Numbers(int rows, int value)
    {
        var bytes = new byte[rows * 4];
        for (var n = 0; n < rows; n++)
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(n * 4), value);
        return bytes;
    }

    private static byte[] Texts(int rows, Func<int, string> text)
    {
        using var stream = new MemoryStream();
        for (var n = 0; n < rows; n++)
        {
            var utf8 = Encoding.UTF8.GetBytes(text(n));
            stream.Write(BitConverter.GetBytes(utf8.Length));
            stream.Write(utf8);
        }

        return stream.ToArray();
    }
}
