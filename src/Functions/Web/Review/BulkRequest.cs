using StayPositive.Storage.Review;

namespace StayPositive.Functions.Web.Review;

/// <summary>Body of <c>POST /api/review/bulk</c>.</summary>
/// <param name="Container">Where.</param>
/// <param name="Items">1..200 contents.</param>
/// <param name="Ruling">One decision for all; null = undo each.</param>
/// <param name="Note">Why.</param>
internal sealed record BulkRequest(string Container, IReadOnlyList<BulkItem> Items, Ruling? Ruling = null, string? Note = null)
{
    /// <summary>Contents at most.</summary>
    public const int Most = 200;
}
