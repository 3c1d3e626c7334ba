using System.Globalization;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Review;

namespace StayPositive.Functions.Web.Review;

/// <summary>A decision in the log.</summary>
internal sealed record LogRow(
    DateTimeOffset At, string Container, string Hash, string? Blob, int Number, Ruling Ruling, string Reviewer, bool Blind, string? Note, string? Source, string? ModelSeen, string? Mask, double? AuditProbability)
{
    /// <summary>Names of the columns of a CSV file.</summary>
    public const string Header = "at,container,sha256,blob,number,ruling,reviewer,blind,note,source,modelSeen,mask,auditProbability";

    public static LogRow Of(Scope scope, ContentHash hash, string? blob, Label label) => new(
        label.At, scope.Name, hash.Hex, blob, label.Number, label.Ruling, label.Reviewer, label.Blind, label.Note, label.Source, label.ModelSeen, label.Mask, label.AuditProbability);

    /// <summary>A line of CSV (RFC 4180), every field quoted.</summary>
    public string ToCsv() => string.Join(',', new[]
    {
        At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture), Container, Hash, Blob, Number.ToString(CultureInfo.InvariantCulture), Ruling.ToString(), Reviewer, Blind ? "true" : "false",
        Note, Source, ModelSeen, Mask, AuditProbability?.ToString("R", CultureInfo.InvariantCulture),
    }.Select(Csv.Field));
}
