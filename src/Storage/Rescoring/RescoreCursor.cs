namespace StayPositive.Storage.Rescoring;

/// <summary>Content of <c>{scope}/rescoring/cursor.json</c>: how far the last rescoring of a scope has come. There is one, so that what was half done by a version does not count after another one has gone over it.</summary>
/// <param name="Manifest">SHA-256 of the manifest of the version that it judges by.</param>
/// <param name="Policy">It judges by this policy.</param>
/// <param name="Next">Key of the first blob that is still to be looked at.</param>
/// <param name="Done">What became of those before it.</param>
internal sealed record RescoreCursor(string Manifest, string Policy, string Next, RescoreReport Done);
