using System.Buffers.Binary;
using System.Text;

namespace StayPositive.Cli.Tests.Scanning;

public sealed class ProvenanceTests : IDisposable
{
    private readonly ScanFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_a_file_declares_stands_beside_the_verdict_and_does_not_change_it()
    {
        var (plain, declared) = (folder.Photo("plain.png"), Declaring("declared.png", "<b>a fox</b>"));
        var lines = (await folder.ScanAsync(plain, declared, "--jsonl")).JsonLines.ToArray();

        Assert.False(lines[0].TryGetProperty("provenance", out _));
        var provenance = lines[1].GetProperty("provenance");
        Assert.True(provenance.GetProperty("declaresGeneration").GetBoolean());
        Assert.False(provenance.GetProperty("c2pa").GetBoolean());
        var text = Assert.Single(provenance.GetProperty("texts").EnumerateArray());
        Assert.Equal(("prompt", "<b>a fox</b>"), (text.GetProperty("key").GetString(), text.GetProperty("text").GetString()));
        foreach (var member in new[] { "verdict", "logit", "probability", "reason" })
            Assert.Equal(lines[0].GetProperty(member).GetRawText(), lines[1].GetProperty(member).GetRawText());
    }

    [Fact]
    public async Task The_table_names_the_files_that_declare_something_and_says_that_it_is_unverified()
    {
        var files = Enumerable.Range(0, 7).Select(n => Declaring($"d{n}.png", "[red]a fox[/]")).Append(folder.Photo("plain.png")).ToArray();
        var run = await folder.ScanAsync(files);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var note = Assert.Single(run.Output.Split('\n'), line => line.StartsWith("Declared, unverified", StringComparison.Ordinal));
        Assert.Contains($"{files[4]} (says that AI made it or a part of it; text prompt); and 2 more", note, StringComparison.Ordinal);
        Assert.DoesNotContain("plain.png", note, StringComparison.Ordinal);
        Assert.DoesNotContain("a fox", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Declared", (await folder.ScanAsync(files[^1])).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_format_that_is_not_scanned_is_read_for_its_declarations()
    {
        byte[] uuid = [0xD8, 0xFE, 0xC3, 0xD6, 0x1B, 0x0E, 0x48, 0x3C, 0x92, 0x97, 0x58, 0x28, 0x87, 0x7E, 0xC4, 0x81];
        await File.WriteAllBytesAsync(
            folder.Path("a.heic"), [0, 0, 0, 16, .. "ftypheic"u8, 0, 0, 0, 0, 0, 0, 0, 24, .. "uuid"u8, .. uuid], TestContext.Current.CancellationToken);

        var line = (await folder.ScanAsync(folder.Path("a.heic"), "--jsonl")).JsonLines[0];

        Assert.Equal(("NotScanned", true, false), (
            line.GetProperty("verdict").GetString(), line.GetProperty("provenance").GetProperty("c2pa").GetBoolean(),
            line.GetProperty("provenance").GetProperty("declaresGeneration").GetBoolean()));
    }

    /// <summary>The photo with a text chunk behind the header of the PNG.</summary>
    private string Declaring(string name, string prompt)
    {
        const int header = 33;
        var path = folder.Photo(name);
        var bytes = File.ReadAllBytes(path);
        byte[] chunk = [.. "tEXt"u8, .. Encoding.Latin1.GetBytes($"prompt\0{prompt}")];
        var (length, sum) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, chunk.Length - 4);
        BinaryPrimitives.WriteUInt32BigEndian(sum, Crc(chunk));
        File.WriteAllBytes(path, [.. bytes[..header], .. length, .. chunk, .. sum, .. bytes[header..]]);
        return path;
    }

    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }

        return ~crc;
    }
}
