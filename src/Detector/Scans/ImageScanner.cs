using System.Diagnostics;
using StayPositive.Detector.Decoding;
using StayPositive.Detector.Evaluation;
using StayPositive.Detector.Evidence;
using StayPositive.Detector.Features;
using StayPositive.Detector.Models;
using StayPositive.Detector.Provenance;
using StayPositive.Detector.Verdicts;

namespace StayPositive.Detector.Scans;

/// <summary>
/// Scans images with one model. Thread-safe: concurrent scans share the session and give the same results as one after the other.
/// Memory: the file, the rows of pixels that one row of tiles sees (formats that cannot be decoded row by row need more, within the policy's budget), one tile's
/// buffers, and at most 64 MB of block sums at 256 channels.
/// </summary>
public sealed class ImageScanner : IDisposable
{
    private readonly Backbone backbone;
    private readonly bool ownsBackbone;

    /// <param name="package">The model.</param>
    /// <param name="options">How it runs.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its limits.</exception>
    public ImageScanner(ModelPackage package, BackboneOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(package);
        Package = package;
        backbone = Backbone.Create(package, options);
        ownsBackbone = true;
    }

    /// <summary>A scanner on a backbone that others use, too; it stays theirs to dispose.</summary>
    /// <param name="package">The model.</param>
    /// <param name="shared">Of a package with the same backbone.</param>
    /// <exception cref="ArgumentException">The package belongs to another backbone.</exception>
    public ImageScanner(ModelPackage package, Backbone shared)
    {
        ArgumentNullException.ThrowIfNull(package);
        ArgumentNullException.ThrowIfNull(shared);
        if (package.Backbone.Sha256 != shared.Manifest.Sha256)
            throw new ArgumentException($"The model {package.Version} belongs to the backbone {package.Backbone.Sha256}, not to {shared.Manifest.Sha256}.", nameof(shared));
        Package = package;
        backbone = shared;
    }

    /// <summary>The model.</summary>
    public ModelPackage Package { get; }

    /// <summary>What computes the backbone, and why nothing better does.</summary>
    public ProviderChoice Provider => backbone.Provider;

    /// <summary>Bytes of memory that the scan of a file takes, besides the file, by its header; 0 for what will be refused. Estimated from above, for deciding how many scans run at once.</summary>
    /// <param name="bytes">An image file.</param>
    public long MemoryFor(ReadOnlyMemory<byte> bytes)
    {
        if (ImageFile.Open(bytes, Package.Policy.Limits).File is not { } file)
            return 0;
        var grid = backbone.Grid(file.Facts.Width, file.Facts.Height);
        return file.Needs.Bytes + 2L * 3 * file.Facts.Width * backbone.Window(grid) + EvidenceAccumulator.MemoryFor(grid, Package.Backbone.Channels) + backbone.RunBytes;
    }

    /// <summary>Scans a file's bytes. Whatever is wrong with them is a result (<see cref="Scan.Rejected"/>), not an exception.</summary>
    /// <param name="bytes">An image file; of an animation or a TIFF the first, middle and last frame are looked at, and the highest finding counts.</param>
    /// <param name="options">How to scan.</param>
    /// <param name="policy">Judges the measurement; null = the package's.</param>
    /// <param name="cancellation">Looked at between tiles.</param>
    /// <exception cref="ArgumentOutOfRangeException">The policy breaks a rule, or asks for a rate for which the model has no thresholds.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The scanner has been disposed.</exception>
    public Scan Scan(ReadOnlyMemory<byte> bytes, ScanOptions? options = null, Policy? policy = null, CancellationToken cancellation = default)
    {
        policy = Checked(policy);
        options ??= new ScanOptions();
        var provenance = DeclaredProvenance.Read(bytes, ImageDecoder.Recognise(bytes.Span));
        var watch = Stopwatch.StartNew();
        var (file, rejected, facts) = ImageFile.Open(bytes, policy.Limits);
        var timings = new ScanTimings(watch.Elapsed, TimeSpan.Zero, TimeSpan.Zero);
        if (file is null)
        {
            using var foreign = rejected!.Code == RejectionCode.UnsupportedFormat ? options.ForeignDecoder?.Invoke(ImageDecoder.Recognise(bytes.Span), bytes) : null;
            return (foreign is null ? NotScanned(rejected, facts, timings, policy) : Scan(foreign, options, policy, cancellation)) with { Provenance = provenance };
        }

        try
        {
            Scan? highest = null;
            foreach (var frame in file.Looks)
            {
                var scan = Frame(file, frame, options, policy, cancellation);
                timings = timings.Plus(scan.Timings);
                if (highest is null || scan.IsHigherThan(highest))
                    highest = scan with { Frame = frame };
            }

            var found = LookAgain(highest!, box => Cut(file, highest!.Frame, box), policy, cancellation);
            return found with { Timings = timings.Plus(found.Timings with { Decode = TimeSpan.Zero, Features = found.Timings.Features - highest!.Timings.Features, Verdict = TimeSpan.Zero }), Provenance = provenance };
        }
        catch (DecodeException damaged)
        {
            return NotScanned(damaged.Rejected, facts, timings, policy) with { Provenance = provenance };
        }
    }

    /// <summary>Scans pixels.</summary>
    /// <param name="image">RGB.</param>
    /// <param name="options">How to scan.</param>
    /// <param name="policy">Judges the measurement; null = the package's.</param>
    /// <param name="cancellation">Looked at between tiles.</param>
    /// <exception cref="ArgumentOutOfRangeException">The policy breaks a rule, or asks for a rate for which the model has no thresholds.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The scanner has been disposed.</exception>
    public Scan Scan(RgbImage image, ScanOptions? options = null, Policy? policy = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        policy = Checked(policy);
        var scan = Run(image, null, options ?? new ScanOptions(), policy, cancellation);
        return LookAgain(scan, box => box.Cut(image), policy, cancellation);
    }

    /// <summary>Mean features of an image and of the two sides of a mask.</summary>
    /// <param name="image">RGB.</param>
    /// <param name="mask">[height, width] of the image, true = generated; null = no mask.</param>
    /// <param name="cancellation">Looked at between tiles.</param>
    /// <exception cref="ArgumentException">The mask has another size.</exception>
    public FeatureRows Extract(RgbImage image, bool[]? mask = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        var grid = backbone.Grid(image.Width, image.Height);
        var accumulator = new MaskedMeans(grid, Package.Backbone.Channels, backbone.Tile(grid), mask);
        backbone.Run(image, accumulator.Add, cancellation);
        return accumulator.Rows();
    }

    /// <summary>Shape of the tiles of an image.</summary>
    internal TileShape TileShape(int width, int height) => backbone.Tile(backbone.Grid(width, height));

    /// <summary>No scan can begin any more; those under way end as usual, and the last of them frees the session. A shared backbone is left alone.</summary>
    public void Dispose()
    {
        if (ownsBackbone)
            backbone.Dispose();
    }

    /// <summary>A wrong policy is refused before any work is done.</summary>
    private Policy Checked(Policy? policy)
    {
        if (policy is null)
            return Package.Policy;
        policy.Check();
        Package.Calibration.CheckFor(policy);
        return policy;
    }

    private Scan NotScanned(ImageRejected rejected, ImageFacts? facts, ScanTimings timings, Policy policy) =>
        new(Judge.NotScanned(rejected, Package.Version, policy), facts, null, null, rejected, timings, StoppedEarly: false);

    /// <summary>Scans a frame while it is decoded; one that a single row of tiles covers is decoded first, which saves the thread.</summary>
    private Scan Frame(ImageFile file, int frame, ScanOptions options, Policy policy, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var pixels = file.Rows(frame, behind: 255);
        var grid = backbone.Grid(pixels.Width, pixels.Height);
        if (backbone.Tile(grid).Rows >= grid.Rows)
        {
            using var image = Whole(pixels);
            var decode = watch.Elapsed;
            var scan = Run(image, file.Facts, options, policy, cancellation);
            return scan with { Timings = scan.Timings with { Decode = decode } };
        }

        using var rows = new SlidingRows(pixels, backbone.Window(grid));
        var overlapped = Run(rows, file.Facts, options, policy, cancellation);
        return overlapped with { Timings = overlapped.Timings with { Decode = rows.Waited, Features = overlapped.Timings.Features - rows.Waited } };
    }

    /// <summary>Re-encodes a borderline image and judges it again.</summary>
    private Scan LookAgain(Scan scan, Func<CropBox, RgbImage> cut, Policy policy, CancellationToken cancellation)
    {
        if (!policy.SecondLook || scan.StoppedEarly || !Judge.IsBorderline(scan.Measurement!, Package.Calibration, policy))
            return scan;

        var watch = Stopwatch.StartNew();
        var box = SecondLooks.Box(scan);
        using var part = cut(box);
        var isWhole = (box.Width, box.Height) == (scan.Measurement!.Width, scan.Measurement.Height);
        var looks = SecondLooks.Of(part, isWhole, image => Run(image, null, new ScanOptions(), policy, cancellation).Measurement!.Heads[0]);
        var measurement = scan.Measurement with { Reexaminations = looks };
        return scan with
        {
            Measurement = measurement,
            Verdict = Judge.Again(scan.Verdict, measurement, Package.Calibration, policy),
            Timings = scan.Timings with { Features = scan.Timings.Features + watch.Elapsed },
        };
    }

    private static RgbImage Cut(ImageFile file, int frame, CropBox box)
    {
        using var rows = file.Rows(frame, behind: 255);
        return box.Cut(rows);
    }

    private static RgbImage Whole(PixelRows pixels)
    {
        using (pixels)
            return RgbImage.Read(pixels);
    }

    private Scan Run(IImageRows image, ImageFacts? facts, ScanOptions options, Policy policy, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        NonNegativeHead[] heads = [Package.Head, .. options.MoreHeads];
        foreach (var head in heads)
            if (head.Channels != Package.Backbone.Channels)
                throw new ArgumentException($"The head {head.Version} has {head.Channels} channels, the backbone {Package.Backbone.Channels}.", nameof(options));

        var grid = backbone.Grid(image.Width, image.Height);
        using var evidence = new EvidenceAccumulator(grid, Package.Backbone.Channels, backbone.Tile(grid), heads);
        var proof = options.EarlyStop ? Package.Calibration.For((double)image.Width * image.Height / 1e6, policy.FalsePositiveRate).Global : float.PositiveInfinity;
        var complete = backbone.Run(image, Receive, cancellation);
        var features = watch.Elapsed;

        var measurement = new Measurement(
            Package.Backbone.Sha256, Measurement.CurrentEngineVersion, facts, image.Width, image.Height, evidence.Features(),
            heads.Select((head, h) => Measure(evidence, head, h, policy, complete)).ToArray(), complete);
        var verdict = Judge.Decide(measurement, Package.Calibration, policy, strict => evidence.Covered(0, strict.Windows.Where(pair => policy.WindowSizes.Contains(pair.Key))));
        var map = complete ? evidence.Map(0) : null;
        return new Scan(verdict, facts, measurement, map, null, new ScanTimings(TimeSpan.Zero, features, watch.Elapsed - features), StoppedEarly: !complete);

        bool Receive(ReadOnlySpan<float> tile, int row, int column)
        {
            evidence.Add(tile, row, column);
            return (float)evidence.LowerBound <= proof // rounded as the verdict's logit is
                || evidence.IsLast(row, column);
        }
    }

    private static HeadMeasurement Measure(EvidenceAccumulator evidence, NonNegativeHead head, int h, Policy policy, bool complete) => new(
        head.Version, (float)evidence.Logit(head), complete ? evidence.BestWindows(h, policy.WindowSizes) : [], evidence.Map(h).Max);
}
