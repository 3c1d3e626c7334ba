using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using StayPositive.Detector.Heatmaps;
using StayPositive.Detector.Models;
using StayPositive.Detector.Scans;
using StayPositive.Detector.Verdicts;
using StayPositive.Storage.Backfills;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Objects;
using StayPositive.Storage.Rescoring;
using StayPositive.Storage.Review;
using StayPositive.Storage.Shards;
using StayPositive.Storage.States;
using StayPositive.Storage.Uploads;
using StayPositive.Tests;

namespace StayPositive.Cli.Tests.Erasing;

/// <summary>An installation that remembers everything it can of two contents, one of them in two uploads.</summary>
internal sealed class EraseWorld
{
    public const string Container = "uploads";
    public const string Clean = "clean";
    public const string Name = "holiday/secret beach 0001.jpg";
    public const string Twin = "copies/secret twin.jpg";
    public const string Other = "other.jpg";

    public static readonly Scope Scope = new(Container);

    private EraseWorld(Installation installation) => Installation = installation;

    public Installation Installation { get; }

    public static byte[] Content { get; } = File.ReadAllBytes(Path.Combine(Repository.Root, "samples", "coffee-inpainted.jpg"));

    public static byte[] OtherContent { get; } = File.ReadAllBytes(Path.Combine(Repository.Root, "samples", "chelsea.jpg"));

    public static ContentHash Hash { get; } = ContentHash.Of(Content);

    public static ContentHash OtherHash { get; } = ContentHash.Of(OtherContent);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <param name="installation">Empty.</param>
    /// <param name="put">Uploads a file.</param>
    /// <param name="tell">Sends a message.</param>
    public static async Task<EraseWorld> MakeAsync(Installation installation, Func<string, byte[], Task> put, Func<Guid, byte[], Task> tell)
    {
        var world = new EraseWorld(installation);
        var package = ModelPackage.Load(Path.Combine(Repository.Root, "models", "starter"));
        using var scanner = new ImageScanner(package);
        foreach (var (name, content) in new[] { (Name, Content), (Twin, Content), (Other, OtherContent) })
        {
            await put(name, content);
            await world.RememberAsync(name, content, scanner.Scan(content), package, tell);
        }

        var measurement = await installation.Measurements.ListAsync(Scope, Hash, Cancellation).FirstAsync(Cancellation);
        await new ShardStore(installation.Results, installation.Tombstones).CompactAsync(Scope, ContentHash.Parse(measurement.BackboneSha256), measurement.EngineVersion, Cancellation);
        var backfills = new BackfillStore(installation.Results, TimeProvider.System);
        var backfill = await backfills.AddAsync(Scope, Container, "holiday/", null, "test", Cancellation);
        await backfills.ChangeAsync(Scope, backfill.Id, there => there with { Status = BackfillStatus.Paused, Cursor = Name }, Cancellation);
        return world;
    }

    /// <summary>Rows of a content in all shards.</summary>
    public async Task<int> ShardRowsAsync(ContentHash hash)
    {
        var measurement = await Installation.Measurements.ListAsync(Scope, OtherHash, Cancellation).FirstAsync(Cancellation);
        var rows = 0;
        await foreach (var shard in new ShardStore(Installation.Results, Installation.Tombstones).ReadAsync(Scope, ContentHash.Parse(measurement.BackboneSha256), measurement.EngineVersion, Cancellation))
            for (var row = 0; row < shard.Rows; row++)
                rows += shard.Content(row) == hash ? 1 : 0;
        return rows;
    }

    private async Task RememberAsync(string name, byte[] content, Scan scan, ModelPackage package, Func<Guid, byte[], Task> tell)
    {
        var hash = ContentHash.Of(content);
        var entry = (await Installation.Uploads.FindAsync(new UploadName(Container, name), Cancellation))!;
        await Installation.Measurements.WriteAsync(Scope, hash, scan.Measurement!, Cancellation);
        if (HeatMap.Paint(content, scan, package.Policy) is { } png)
            await Installation.HeatMaps.WriteAsync(Scope, hash, package.Version, png, Cancellation);
        var state = new UploadState
        {
            Upload = new(Installation.Account, Container, name, entry.Version.ETag),
            Hash = hash.Hex,
            Code = "Scanned",
            Decision = scan.Verdict.Decision,
            Score = scan.Verdict.Logit,
            Model = package.Version.Value,
            ScannedAt = TimeProvider.System.GetUtcNow(),
            Open = [Effect.Notify],
        };
        await Installation.States.CreateAsync(Scope, state, Cancellation);
        if (PendingItem.Of(state) is { } item)
            await Installation.Pending.AddOnceAsync(Scope, item, Cancellation);
        await Installation.Uploads.SetTagsAsync(entry.Version, new ResultTags("Inpainted", "0.5", "starter", "2026-11-24T12:00:00Z"), Cancellation);
        await Installation.Uploads.CopyAsync(entry.Version, Clean, Cancellation);
        await tell(state.MessageId, JsonSerializer.SerializeToUtf8Bytes(new { id = state.MessageId, container = Container, blob = name, sha256 = hash.Hex }));

        var (review, masks) = (Installation.Review, new MaskStore(Installation.Review));
        await masks.WriteAsync(Scope, hash, Encoding.UTF8.GetBytes($"mask of {hash}"), Cancellation);
        await new ClaimStore(review, TimeProvider.System).TakeAsync(Scope, hash, "reviewer", "session", Cancellation);
        await review.WriteAsync(new ObjectKey($"{Scope}/notes/{hash}/model-1.json"), "{}"u8.ToArray(), WriteCondition.None, Cancellation);
        await new ImageCopyStore(review, Installation.Tombstones).WriteAsync(Scope, hash, content, Cancellation);
        await new RescanStore(Installation.Results).AddAsync(state.Key(Scope), Cancellation);
        var label = new Label(1, Ruling.Inpainted, "reviewer", TimeProvider.System.GetUtcNow(), false, null);
        if (await Installation.Labels.NewestAsync(Scope, hash, Cancellation) is null)
        {
            await new DecisionLog(review).AddAsync(Scope, LoggedDecision.Of(hash, label), Cancellation);
            await Installation.Labels.AddAsync(Scope, hash, 0, label, Cancellation);
        }
    }

    /// <summary>Everything by which the content, or a name of it, could be found: as bytes, as text, encoded.</summary>
    public static IReadOnlyList<(string What, byte[] Bytes)> Traces(Measurement measurement)
    {
        var traces = new List<(string, byte[])>();
        foreach (var name in new[] { Name, Twin })
        {
            Text("name", name);
            Text("name as a key", BlobKey.Of(name).ToString());
            Text("name in an address", Uri.EscapeDataString(name));
            Text("name in base64", Convert.ToBase64String(Encoding.UTF8.GetBytes(name)).TrimEnd('=')[..^1]);
            Text("hash of the name", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name))));
            traces.Add(("name in UTF-16", Encoding.Unicode.GetBytes(name)));
        }

        Text("hash", Hash.Hex);
        Text("hash", Hash.Hex.ToUpperInvariant());
        Text("hash in base64", Convert.ToBase64String(Hash.ToBytes())[..42]);
        traces.Add(("hash as bytes", Hash.ToBytes()));
        foreach (var from in new[] { 20_000, 30_000, Content.Length - 60 })
            traces.Add(("bytes", Content[from..(from + 48)]));
        for (var shift = 0; shift < 3; shift++) // base64 of the file, whatever came before it
            Text("bytes in base64", Convert.ToBase64String(Content[(30_000 + shift)..(30_060 + shift)]));
        traces.Add(("features", MemoryOf(measurement)));
        return traces;

        void Text(string what, string text) => traces.Add((what, Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>The first features of the content as float16, little-endian, which no other content has.</summary>
    private static byte[] MemoryOf(Measurement measurement)
    {
        var bytes = new byte[2 * 24];
        for (var channel = 0; channel < 24; channel++)
            BitConverter.TryWriteBytes(bytes.AsSpan(2 * channel), (Half)measurement.Features.Values[channel]);
        return bytes;
    }
}
