namespace StayPositive.Detector.Provenance;

/// <summary>Digital source types: http://cv.iptc.org/newscodes/digitalsourcetype/ and http://c2pa.org/digitalsourcetype/.</summary>
internal static class SourceTypes
{
    /// <summary>
    /// True for the terms that say that a trained model made the image or a part of it. Not for <c>algorithmicMedia</c> (a formula, such as a fractal) or
    /// <c>compositeSynthetic</c> (synthetic elements of any kind, also drawn or rendered ones).
    /// </summary>
    /// <param name="declared">A URI, a QCode (<c>digsrctype:...</c>) or the bare term; null = none.</param>
    public static bool DeclareGeneration(string? declared)
    {
        if (declared is null)
            return false;
        var term = declared.AsSpan().Trim().TrimEnd('/');
        return term[(term.LastIndexOfAny('/', ':') + 1)..] is "trainedAlgorithmicMedia" or "compositeWithTrainedAlgorithmicMedia" or "trainedAlgorithmicData";
    }
}
