using StayPositive.Cli.Tests.Evaluating;
using StayPositive.Detector.Models;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Measurements;
using StayPositive.Storage.Review;

namespace StayPositive.Cli.Tests.Labelling;

public sealed class LabelImportTests : IDisposable
{
    private static readonly Scope Scope = new("uploads");

    private readonly PictureFolder folder = new();
    private readonly Installation installation;

    public LabelImportTests()
    {
        Directory.CreateDirectory(folder.Path("data/uploads"));
        TinyModel.Save(folder.Path("model"));
        installation = new Installation(new InstallationSettings { Data = folder.Path("data") }, TimeProvider.System);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ContentHash Backbone => ContentHash.Parse(ModelPackage.Load(folder.Path("model")).Backbone.Sha256);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Folders_become_labels_measurements_and_masks_and_a_repeat_changes_nothing()
    {
        folder.Picture("set/real/a.png", 1, int.MaxValue);
        folder.Picture("set/fake/gan-1/b.png", 2, 0);
        folder.Picture("set/inpainted/a.jpg", 3, 72);
        folder.Mask("set/inpainted/a.mask.png", 72);
        folder.Picture("set/inpainted/c.png", 4, 72);
        folder.Mask("set/masks/c.png", 72);

        var run = await ImportAsync("set", "--name", "demo", "--who", "me");
        Assert.Equal((ExitCode.Done, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("4 rows of 4 contents: 4 labels added, 0 were there, 0 contents have a newer label; 4 images measured.", run.Output, StringComparison.Ordinal);

        var (real, fake, edited) = (await LabelAsync("set/real/a.png"), await LabelAsync("set/fake/gan-1/b.png"), await LabelAsync("set/inpainted/a.jpg"));
        Assert.Equal((Ruling.NoFindings, "me", "import:demo", "demo/a", null, null), (real.Ruling, real.Reviewer, real.Source, real.Group, real.Generator, real.AuditProbability));
        Assert.Equal((Ruling.AiGenerated, "demo/b", "gan-1"), (fake.Ruling, fake.Group, fake.Generator));
        Assert.Equal((Ruling.Inpainted, "demo/a"), (edited.Ruling, edited.Group));

        var hash = Hash("set/inpainted/a.jpg");
        var rows = (await new MaskFeatureStore(installation.Results, installation.Tombstones).ReadAsync(Scope, hash, Backbone, 1, ContentHash.Parse(edited.Mask!), Cancellation))!;
        Assert.Equal(0.5, rows.Share, 6);
        Assert.True(rows.Inside!.Values[0] > 4 * rows.Outside!.Values[0], $"{rows.Inside.Values[0]}, {rows.Outside.Values[0]}"); // channel 0 answers to the texture
        Assert.NotNull(await installation.Measurements.ReadAsync(Scope, Hash("set/real/a.png"), Backbone, 1, Cancellation));
        Assert.Null(await Copies().ReadAsync(Scope, hash, Cancellation));

        var before = Files();
        var again = await ImportAsync("set", "--name", "demo", "--who", "me");
        Assert.StartsWith("4 rows of 4 contents: 0 labels added, 4 were there, 0 contents have a newer label; 0 images measured.", again.Output, StringComparison.Ordinal);
        Assert.Equal(before, Files());
    }

    [Fact]
    public async Task A_table_names_images_by_hash_blob_and_file_and_keeps_what_it_says()
    {
        folder.Picture("data/uploads/sub/up.png", 1, int.MaxValue);
        folder.Picture("pictures/mine.png", 2, 0);
        folder.Text("labels.csv", $""""
            label,hash,blob,file,generator,source,group,who,when,note,probability
            real,{new string('A', 64)},,,,,,,,,
            real,,sub/up.png,,,traffic,,ann,2026-03-01T10:00:00Z,"a note, with ""quotes""",0.005
            fake,,,pictures/mine.png,sd-3,web,7,bob,2026-03-02,,
            """");
        var run = await ImportAsync("labels.csv", "--copy");
        Assert.Equal((ExitCode.Done, ""), (run.ExitCode, run.Error));

        Assert.Equal("import:labels", (await installation.Labels.NewestAsync(Scope, ContentHash.Parse(new string('a', 64)), Cancellation))!.Source);
        var drawn = await LabelAsync("data/uploads/sub/up.png");
        Assert.Equal(("ann", "import:traffic", 0.005, "a note, with \"quotes\"", new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.Zero)), (drawn.Reviewer, drawn.Source, drawn.AuditProbability, drawn.Note, drawn.At));
        var fake = await LabelAsync("pictures/mine.png");
        Assert.Equal(("sd-3", "web/7", "bob"), (fake.Generator, fake.Group, fake.Reviewer));
        Assert.NotNull(await Copies().ReadAsync(Scope, Hash("pictures/mine.png"), Cancellation));
    }

    [Fact]
    public async Task The_newest_label_wins_and_contradictions_are_reported()
    {
        var (one, two) = (new string('1', 64), new string('2', 64));
        folder.Text("labels.jsonl", $$"""
            {"hash":"{{one}}","label":"real","when":"2026-01-02T00:00:00Z"}
            {"hash":"{{one}}","label":"fake","when":"2026-01-01T00:00:00Z"}
            {"hash":"{{two}}","label":"real","when":"2026-01-01T00:00:00Z"}
            """);
        await installation.Labels.AddAsync(Scope, ContentHash.Parse(two), 0, new Label(0, Ruling.AiGenerated, "rev", new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero), false, null), Cancellation);
        var run = await ImportAsync("labels.jsonl", "--labels-only");
        Assert.Equal(ExitCode.Contradictions, run.ExitCode);
        Assert.Contains("1 labels added, 0 were there, 1 contents have a newer label", run.Output, StringComparison.Ordinal);
        Assert.Contains("2 contradictions; the newest label wins:", run.Output, StringComparison.Ordinal);
        Assert.Contains("NoFindings of line 1", run.Output, StringComparison.Ordinal);
        Assert.Contains("AiGenerated by rev (review)", run.Output, StringComparison.Ordinal);
        Assert.Equal(Ruling.NoFindings, (await installation.Labels.NewestAsync(Scope, ContentHash.Parse(one), Cancellation))!.Ruling);
        Assert.Equal(Ruling.AiGenerated, (await installation.Labels.NewestAsync(Scope, ContentHash.Parse(two), Cancellation))!.Ruling);
    }

    [Fact]
    public async Task A_repeat_does_not_bring_back_a_label_that_a_reviewer_overturned()
    {
        var hash = ContentHash.Parse(new string('1', 64));
        folder.Text("labels.csv", $"hash,label\n{hash},fake\n");
        Assert.Equal(ExitCode.Done, (await ImportAsync("labels.csv", "--labels-only")).ExitCode);
        await installation.Labels.AddAsync(Scope, hash, 1, new Label(0, Ruling.NoFindings, "rev", DateTimeOffset.UnixEpoch, false, null), Cancellation);
        Assert.Contains("0 labels added, 1 were there", (await ImportAsync("labels.csv", "--labels-only")).Output, StringComparison.Ordinal);
        Assert.Equal(2, (await installation.Labels.ReadAsync(Scope, hash, Cancellation)).Count);
    }

    [Theory]
    [InlineData("hash,label\nxyz,real\n", "line 2: hash-invalid")]
    [InlineData("hash,label\n1111111111111111111111111111111111111111111111111111111111111111,cat\n", "line 2: label-unknown")]
    [InlineData("hash,file,label\n1111111111111111111111111111111111111111111111111111111111111111,a.png,real\n", "line 2: image-not-named")]
    [InlineData("blob,label\nnowhere.png,real\n", "line 2: blob-missing")]
    [InlineData("file,label\ngood.png,fake\nnowhere.png,real\n", "line 3: file-unreadable")]
    [InlineData("file,label,mask\ngood.png,real,good.png\n", "line 2: mask-without-inpainting")]
    [InlineData("file,label,mask\ngood.png,inpainted,small.png\n", "line 2: mask-unfit")]
    [InlineData("file,label,when\ngood.png,real,yesterday\n", "line 2: when-invalid")]
    [InlineData("file,label,when\ngood.png,real,03/04/2026\n", "line 2: when-invalid")]
    [InlineData("file,label,when\ngood.png,real,2999-01-01T00:00:00Z\n", "line 2: when-future")]
    [InlineData("file,label,probability\ngood.png,real,0\n", "line 2: probability-invalid")]
    [InlineData("file,label\ngood.png\n", "line 2: fields-missing")]
    [InlineData("file,label,colour\n", "line 1: column-unknown")]
    [InlineData("file,label\n", "line 1: no-rows")]
    [InlineData("file,label\n\"good.png,real\n", "csv-invalid")]
    public async Task A_wrong_row_is_named_by_line_and_code_and_nothing_is_imported(string table, string expected)
    {
        folder.Picture("good.png", 1, 0);
        folder.Mask("small.png", 10, width: 20, height: 20);
        folder.Text("labels.csv", table);
        var run = await ImportAsync("labels.csv");
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.StartsWith(expected, run.Error, StringComparison.Ordinal);
        Assert.EndsWith("1 errors; nothing was imported.\n", run.Error, StringComparison.Ordinal);
        Assert.Empty(Files());
    }

    [Theory]
    [InlineData("2026-03-02", "2026-03-02T00:00:00Z")]
    [InlineData("2026-03-02T10:30+02:00", "2026-03-02T08:30:00Z")]
    [InlineData("2026-03-02T10:30:07.25Z", "2026-03-02T10:30:07.25Z")]
    public async Task Times_are_of_ISO_8601(string when, string expected)
    {
        folder.Text("labels.csv", $"hash,label,when\n{new string('1', 64)},real,{when}\n");
        Assert.Equal(ExitCode.Done, (await ImportAsync("labels.csv", "--labels-only")).ExitCode);
        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), (await installation.Labels.NewestAsync(Scope, ContentHash.Parse(new string('1', 64)), Cancellation))!.At);
    }

    [Theory]
    [InlineData("(?=a)")]
    [InlineData("(")]
    public async Task A_pattern_that_cannot_be_used_is_an_error_of_the_command_line(string pattern)
    {
        folder.Picture("set/real/a.png", 1, int.MaxValue);
        var run = await ImportAsync("set", "--source-pattern", pattern);
        Assert.Equal((ExitCode.Usage, true), (run.ExitCode, run.Error.Contains("--source-pattern", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_image_that_cannot_be_scanned_gets_no_label_and_the_others_do()
    {
        folder.Picture("set/real/good.png", 1, 0);
        folder.Text("set/fake/bad.png", "this is no picture");
        var run = await ImportAsync("set");
        Assert.Equal(ExitCode.NotScanned, run.ExitCode);
        Assert.Contains("1 images got no label:", run.Output, StringComparison.Ordinal);
        Assert.Null(await installation.Labels.NewestAsync(Scope, Hash("set/fake/bad.png"), Cancellation));
        Assert.NotNull(await LabelAsync("set/real/good.png"));
    }

    private ImageCopyStore Copies() => new(installation.Review, installation.Tombstones);

    private Task<Run> ImportAsync(string source, params string[] more) =>
        Run.OfAsync(["label", "import", folder.Path(source), "--data", folder.Path("data"), "--model", folder.Path("model"), .. more]);

    private async Task<Label> LabelAsync(string name) => (await installation.Labels.NewestAsync(Scope, Hash(name), Cancellation))!;

    private ContentHash Hash(string name) => ContentHash.Of(File.ReadAllBytes(folder.Path(name)));

    /// <summary>Everything that is remembered.</summary>
    private string[] Files() =>
        [.. Directory.EnumerateFiles(folder.Path("data"), "*", SearchOption.AllDirectories).Where(file => !file.Contains("/.", StringComparison.Ordinal) && !file.StartsWith(folder.Path("data/uploads"), StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
}
