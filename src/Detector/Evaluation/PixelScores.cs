namespace StayPositive.Detector.Evaluation;

/// <summary>
/// Evidence maps against masks: how well evidence tells edited pixels from untouched ones. Exact AUCs by sorting cells (all pixels of a cell share its
/// evidence), no histogram. Collect with <see cref="Add"/>, then ask; not thread-safe while adding.
/// </summary>
public sealed class PixelScores
{
    private readonly List<(string Source, float[] Evidence, MaskCells Cells)> images = [];
    private readonly int cellSide;
    private readonly int ignoreBand;

    /// <summary>An empty collection.</summary>
    /// <param name="cellSide">Pixels, the stride of the feature map.</param>
    /// <param name="ignoreBand">Pixels at most this far from the edge between edited and untouched count for neither; 0 ignores none.</param>
    public PixelScores(int cellSide = 8, int ignoreBand = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cellSide, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(ignoreBand);
        (this.cellSide, this.ignoreBand) = (cellSide, ignoreBand);
    }

    /// <summary>Number of images.</summary>
    public int Count => images.Count;

    /// <summary>Sources of the images, in the order they were added.</summary>
    public IEnumerable<string> Sources => images.Select(image => image.Source);

    /// <summary>Adds an image.</summary>
    /// <param name="source">Id of the source photo.</param>
    /// <param name="evidence">Evidence of each cell: [ceil(height / cell side) x ceil(width / cell side)], row-major, finite.</param>
    /// <param name="mask">The truth, of the image's size.</param>
    /// <exception cref="ArgumentException">The number of cells does not fit the mask.</exception>
    public void Add(string source, ReadOnlySpan<float> evidence, EditMask mask)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(mask);
        var cells = MaskCells.Count(mask, cellSide, ignoreBand);
        if (cells.Edited.Length != evidence.Length)
            throw new ArgumentException($"{evidence.Length} cells for a mask of {cells.Width} x {cells.Height} cells.", nameof(evidence));
        images.Add((source, evidence.ToArray(), cells));
    }

    /// <summary>All pixels of all images ranked together: their AUC is the pooled pixel AUC.</summary>
    /// <param name="index">Numbers of the sources; made from the images if null.</param>
    public RankedScores Pooled(SourceIndex? index = null)
    {
        index ??= SourceIndex.Of(Sources);
        return RankedScores.OfMasses(
            images.SelectMany(image => image.Evidence).ToArray(),
            images.SelectMany(image => Enumerable.Repeat(index[image.Source], image.Evidence.Length)).ToArray(),
            images.SelectMany(image => image.Cells.Edited).ToArray(),
            images.SelectMany(image => image.Cells.Untouched).ToArray(),
            index.Count);
    }

    /// <summary>Pixel AUC of each image, in the order added; NaN where all or none of the pixels that count are edited.</summary>
    public IReadOnlyList<double> PerImage() =>
        images.Select(image => RankedScores.OfMasses(
            image.Evidence, new int[image.Evidence.Length], image.Cells.Edited, image.Cells.Untouched, sourceCount: 1).Auc()).ToArray();

    /// <summary>The mean of <see cref="PerImage"/> as a figure for the bootstrap; images without an AUC are left out.</summary>
    /// <param name="index">Numbers of the sources; made from the images if null.</param>
    public WeightedMetric MeanOfImages(SourceIndex? index = null)
    {
        index ??= SourceIndex.Of(Sources);
        var known = PerImage().Zip(Sources, (auc, source) => (Auc: auc, Source: index[source])).Where(image => !double.IsNaN(image.Auc)).ToArray();
        return counts =>
        {
            double sum = 0, weight = 0;
            foreach (var (auc, source) in known)
            {
                sum += counts[source] * auc;
                weight += counts[source];
            }

            return weight > 0 ? sum / weight : double.NaN;
        };
    }
}
