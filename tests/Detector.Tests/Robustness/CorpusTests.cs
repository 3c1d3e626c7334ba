using System.Security.Cryptography;
using StayPositive.Detector.Decoding;
using StayPositive.Fuzz.Cases;
using StayPositive.Fuzz.Seeds;

namespace StayPositive.Detector.Tests.Robustness;

public sealed class CorpusTests
{
    private const int AtLeast = 300;

    [Fact]
    public async Task Every_hostile_file_ends_in_an_image_or_a_coded_refusal()
    {
        using var findings = new FindingsFolder();
        var count = new Corpus(SeedSet.Load()).Count;

        var (exit, output) = await FuzzProcess.RunAsync("corpus", "--findings", findings.Path);

        Assert.True(exit == 0, output);
        Assert.Matches($@"(?m)^all +{count}  ", output);
        Assert.Contains("findings   0", output, StringComparison.Ordinal);
        Assert.Empty(findings.Files);
    }

    [Fact]
    public void There_are_at_least_300_hostile_files_with_names_of_their_own()
    {
        var corpus = new Corpus(SeedSet.Load());

        Assert.True(corpus.Count >= AtLeast, $"{corpus.Count} files");
        Assert.Equal(corpus.Count, corpus.Select(hostile => hostile.Name).Distinct().Count());
    }

    [Fact]
    public void Every_format_is_attacked()
    {
        var formats = SeedSet.Load().Formats;
        Assert.DoesNotContain(SeedSet.Load().All, seed => seed.Format == ImageFormat.Unknown);
        var magics = new Corpus(SeedSet.Load()).Where(hostile => hostile.Name.StartsWith("truncated/", StringComparison.Ordinal)).Select(hostile => ImageDecoder.Recognise(hostile.Make())).ToHashSet();

        Assert.Equal(
            new[] { ImageFormat.Jpeg, ImageFormat.Png, ImageFormat.WebP, ImageFormat.Gif, ImageFormat.Tiff, ImageFormat.Bmp, ImageFormat.Avif }.Order(), formats.Order());
        Assert.Superset(formats.ToHashSet(), magics);
    }

    [Fact]
    public void The_corpus_is_the_same_on_every_run()
    {
        // The bombs are left away for the time that they take to make; they hold no chance.
        Assert.Equal(Hashes(), Hashes());

        static string[] Hashes() =>
        [
            .. new Corpus(SeedSet.Load()).Where(hostile => !hostile.Name.StartsWith("bomb/", StringComparison.Ordinal) && !hostile.Name.StartsWith("apng/", StringComparison.Ordinal))
                .Select(hostile => Convert.ToHexString(SHA256.HashData(hostile.Make()))),
        ];
    }

    [Fact]
    public void An_outcome_is_allowed_or_not()
    {
        Assert.True(Allowed.Anything.Has(null));
        Assert.True(Allowed.Anything.Has(RejectionCode.Corrupt));
        Assert.False(Allowed.Refusal.Has(null));
        Assert.True(Allowed.Refusal.Has(RejectionCode.Truncated));
        Assert.True(Allowed.Only(RejectionCode.TooSmall).Has(RejectionCode.TooSmall));
        Assert.False(Allowed.Only(RejectionCode.TooSmall).Has(RejectionCode.Corrupt));
        Assert.False(Allowed.Only(RejectionCode.TooSmall).Has(null));
    }
}
