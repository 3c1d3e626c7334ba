using System.Text.Json;
using StayPositive.Cli.Heatmaps;
using StayPositive.Cli.Inputs;
using StayPositive.Cli.Reports;
using StayPositive.Cli.Scanning;
using StayPositive.Detector.Models;
using StayPositive.Detector.Scans;

namespace StayPositive.Cli.Tests.Scanning;

public sealed class RowPainterTests : IDisposable
{
    private readonly ScanFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_cannot_be_drawn_is_a_note_and_never_the_end_of_the_scan(bool cards)
    {
        var (scanner, scan, _) = Scan(folder.Inpainted("p.png"));
        using (scanner)
        {
            var heatmaps = cards ? null : HeatmapFolder.Create(folder.Path("maps"));
            var row = new RowPainter(scanner.Package.Policy, heatmaps, cards).Paint(new Input("p.png", null, null), [1, 2, 3, 4], scan);
            Assert.Equal((RowPainter.NoPicture, null, null), (row.Note, row.Heatmap, row.Pictures));
            Assert.Equal((scan.Verdict, null), (row.Scan!.Verdict, row.Scan.Map));
            Assert.Equal(RowPainter.NoPicture, JsonSerializer.SerializeToElement(JsonRow.From(row), ScanJson.Default.JsonRow).GetProperty("note").GetString());
            Assert.Contains(RowPainter.NoPicture, TableCells.Of(row)[4], StringComparison.Ordinal);
            Assert.Contains($"""<p class="missing">{RowPainter.NoPicture}</p>""", ReportCard.Of(row, 1).ToString(), StringComparison.Ordinal);
            Assert.False(Directory.Exists(folder.Path("maps")) && Directory.GetFiles(folder.Path("maps")).Length > 0);
        }
    }

    [Fact]
    public void Pictures_of_noise_keep_to_the_size_limit()
    {
        var random = new Random(7);
        var pixels = new byte[600 * 600 * 3];
        random.NextBytes(pixels);
        using (var noise = NetVips.Image.NewFromMemory(pixels, 600, 600, 3, NetVips.Enums.BandFormat.Uchar))
        using (var colour = noise.Copy(interpretation: NetVips.Enums.Interpretation.Srgb))
            colour.WriteToFile(folder.Path("noise.png"));
        var (scanner, scan, file) = Scan(folder.Path("noise.png"));
        using (scanner)
        {
            var pictures = new RowPainter(scanner.Package.Policy, null, cards: true).Paint(new Input("noise.png", null, null), file, scan).Pictures!;
            Assert.InRange(pictures.Image.Length, 1, CardPainter.MaxBytes);
            Assert.InRange(pictures.Overlay!.Length, 1, CardPainter.MaxBytes);
        }
    }

    private (ImageScanner Scanner, Scan Scan, byte[] File) Scan(string path)
    {
        var scanner = new ImageScanner(ModelPackage.Load(folder.Path("model")));
        var file = File.ReadAllBytes(path);
        return (scanner, scanner.Scan(file), file);
    }
}
