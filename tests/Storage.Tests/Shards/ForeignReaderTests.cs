using CsCheck;
using Parquet;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Shards;
using StayPositive.Storage.Tests.Measurements;

namespace StayPositive.Storage.Tests.Shards;

/// <summary>Another implementation of Parquet reads what ours writes.</summary>
public sealed class ForeignReaderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Parquet_Net_reads_every_column_of_a_shard()
    {
        var measurements = MeasurementGen.Any.Where(measurement => measurement.Features.Channels == 5).Array[3].Single();
        var builder = new ShardBuilder(5);
        for (var n = 0; n < measurements.Length; n++)
            builder.Add(ContentHash.Of([(byte)n]), measurements[n]);
        var backbone = ContentHash.Parse(MeasurementGen.Backbone);
        var file = builder.Finish(backbone, 1);
        var shard = new Shard("s", file, 5);

        using var stream = new MemoryStream(file.Write());
        await using var reader = await ParquetReader.CreateAsync(stream, cancellationToken: Cancellation);
        Assert.Equal(ShardColumns.All.Select(column => column.Name), reader.Schema.GetDataFields().Select(field => field.Name));
        Assert.Equal(backbone.Hex, reader.CustomMetadata["staypositive.backbone"]);
        using var rows = reader.OpenRowGroupReader(0);
        Assert.Equal(Enumerable.Range(0, shard.Rows).Select(row => shard.Content(row).Hex), await TextsAsync("content"));
        Assert.Equal(Enumerable.Range(0, shard.Rows).Select(shard.Head), await TextsAsync("head"));
        Assert.Equal(Enumerable.Range(0, shard.Rows).Select(shard.Format), await TextsAsync("format"));
        Assert.Equal(shard.Window.ToArray(), await NumbersAsync<int>("window_size"));
        Assert.Equal(shard.Width.ToArray(), await NumbersAsync<int>("width"));
        Assert.Equal(shard.Logit.ToArray(), await NumbersAsync<float>("logit"));
        Assert.Equal(shard.Scale.ToArray(), await NumbersAsync<float>("scale"));
        var features = new byte[]?[shard.Rows];
        await rows.ReadAsync(reader.Schema.GetDataFields().Single(field => field.Name == "z"), features.AsMemory(), cancellationToken: Cancellation);
        Assert.Equal(shard.Features.ToArray(), features.SelectMany(bytes => bytes!));

        async Task<string?[]> TextsAsync(string column)
        {
            var values = new string?[shard.Rows];
            await rows.ReadAsync(reader.Schema.GetDataFields().Single(field => field.Name == column), values.AsMemory(), cancellationToken: Cancellation);
            return values;
        }

        async Task<T[]> NumbersAsync<T>(string column)
            where T : struct
        {
            var values = new T[shard.Rows];
            await rows.ReadAsync(reader.Schema.GetDataFields().Single(field => field.Name == column), values.AsMemory(), cancellationToken: Cancellation);
            return values;
        }
    }
}
