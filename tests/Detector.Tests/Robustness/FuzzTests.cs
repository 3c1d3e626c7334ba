using StayPositive.Detector.Decoding;
using StayPositive.Fuzz;
using StayPositive.Fuzz.Cases;
using StayPositive.Fuzz.Containers;
using PngChunks = StayPositive.Fuzz.Containers.PngChunks;
using StayPositive.Fuzz.Mutating;
using StayPositive.Fuzz.Seeds;

namespace StayPositive.Detector.Tests.Robustness;

public sealed class FuzzTests
{
    [Fact]
    public async Task A_thousand_mutations_leave_no_finding()
    {
        using var findings = new FindingsFolder();

        var (exit, output) = await FuzzProcess.RunAsync("--mutations", "1000", "--seed", "1", "--findings", findings.Path);

        Assert.True(exit == 0, output);
        Assert.Matches(@"(?m)^all +1000  \d+ images", output);
        Assert.Empty(findings.Files);
    }

    [Fact]
    public async Task A_worker_that_crashes_throws_hangs_or_grows_is_found_out_and_the_run_goes_on()
    {
        using var findings = new FindingsFolder();

        var (exit, output) = await FuzzProcess.RunAsync("--source", Sources.Faults, "--seconds", "1", "--memory", "700", "--findings", findings.Path);

        Assert.Equal(1, exit);
        Assert.Contains("crash: case 1 (crash): The worker ended with code 134 (signal 6)", output, StringComparison.Ordinal);
        Assert.Contains("broken: case 2 (exception): Exception: System.IO.InvalidDataException: on purpose", output, StringComparison.Ordinal);
        Assert.Contains("hang: case 3 (loop)", output, StringComparison.Ordinal);
        Assert.Contains("hang: case 4 (wait)", output, StringComparison.Ordinal);
        Assert.Contains("memory: case 5 (memory)", output, StringComparison.Ordinal);
        Assert.Contains("findings   5", output, StringComparison.Ordinal);
        Assert.Equal(["faults-1-1.bin", "faults-1-2.bin", "faults-1-3.bin", "faults-1-4.bin", "faults-1-5.bin"], findings.Files);
    }

    [Fact]
    public async Task A_case_can_be_made_again_from_its_number()
    {
        using var findings = new FindingsFolder();
        Directory.CreateDirectory(findings.Path);
        var file = Path.Combine(findings.Path, "case.bin");

        var (exit, output) = await FuzzProcess.RunAsync("--replay", "4711", "--seed", "9", "--out", file);

        Assert.Equal(0, exit);
        Assert.StartsWith("mutation-4711: ", output, StringComparison.Ordinal);
        Assert.Equal(new MutationSource(SeedSet.Load(), 9)[4711].Make(), await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Mutations_follow_from_seed_and_number_and_differ()
    {
        var seeds = SeedSet.Load();
        var mutations = Enumerable.Range(0, 500).Select(number => new MutationSource(seeds, 1)[number].Make()).ToArray();

        Assert.Equal(mutations, Enumerable.Range(0, 500).Select(number => new MutationSource(SeedSet.Load(), 1)[number].Make()));
        Assert.NotEqual(mutations, Enumerable.Range(0, 500).Select(number => new MutationSource(seeds, 2)[number].Make()));
        Assert.True(mutations.Select(Convert.ToHexString).Distinct().Count() > 450);
        Assert.All(mutations, mutation => Assert.InRange(mutation.Length, 0, ByteChanges.MaxBytes));
        Assert.Equal(seeds.Formats.Order(), mutations.Select(mutation => ImageDecoder.Recognise(mutation)).Distinct().Where(format => seeds.Formats.Contains(format)).Order());
    }

    [Fact]
    public void A_sound_file_survives_being_taken_apart()
    {
        var seeds = SeedSet.Load();

        Assert.All(seeds.Of(ImageFormat.WebP), seed => Assert.Equal(seed.Bytes, new RiffChunks().Join(new RiffChunks().Split(seed.Bytes))));
        Assert.All(seeds.Of(ImageFormat.Avif), seed => Assert.Equal(seed.Bytes, new IsoBoxes().Join(new IsoBoxes().Split(seed.Bytes))));
        Same("png-rgb.png", new PngChunks());
        Same("png-16-bit-interlaced.png", new PngChunks());
        Same("jpeg-444-64x48.jpg", new JpegSegments());
        Same("jpeg-420-progressive-64x48.jpg", new JpegSegments());
        Same("jpeg-cmyk.jpg", new JpegSegments());

        void Same(string name, IContainerFormat format) => Assert.Equal(seeds[name], format.Join(format.Split(seeds[name])));
    }

    [Fact]
    public void Chance_is_even_and_within_bounds()
    {
        var chance = new Chance(1, 2);
        var counts = new int[10];
        for (var i = 0; i < 10_000; i++)
            counts[chance.Next(10)]++;

        Assert.All(counts, count => Assert.InRange(count, 850, 1150));
        Assert.All(Enumerable.Range(0, 1000), _ => Assert.InRange(chance.Next(-3, 3), -3, 3));
        Assert.Equal(0, chance.Next(0));
    }
}
