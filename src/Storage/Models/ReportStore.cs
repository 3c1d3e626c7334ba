using System.Security.Cryptography;
using StayPositive.Detector.Models;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Models;

/// <summary>Reports about versions, published or not: <c>reports/{version}/report.html</c>, <c>report.sig</c> and, last, <c>report.json</c>.</summary>
/// <param name="models">The container of models.</param>
public sealed class ReportStore(IObjectStore models)
{
    /// <summary>The JSON; null when there is no whole report.</summary>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(string version, CancellationToken cancellation) => (await models.ReadAsync(Key(version, "report.json"), cancellation))?.Content;

    /// <summary>Writes a report, in the place of one that is there: its JSON goes first, so that a kill leaves none rather than parts of both.</summary>
    /// <param name="version">Of the model.</param>
    /// <param name="json">For machines; this is what is signed.</param>
    /// <param name="html">For people.</param>
    /// <param name="signer">Private key of P-256; null = not signed.</param>
    /// <param name="cancellation">Between the writes.</param>
    public async Task WriteAsync(string version, ReadOnlyMemory<byte> json, ReadOnlyMemory<byte> html, ECDsa? signer, CancellationToken cancellation)
    {
        await models.DeleteAsync(Key(version, "report.json"), null, cancellation);
        await models.DeleteAsync(Key(version, "report.sig"), null, cancellation);
        await models.WriteAsync(Key(version, "report.html"), html, WriteCondition.None, cancellation);
        if (signer is not null)
            await models.WriteAsync(Key(version, "report.sig"), ManifestSignatures.Sign(signer, json.Span), WriteCondition.None, cancellation);
        await models.WriteAsync(Key(version, "report.json"), json, WriteCondition.IfAbsent, cancellation);
    }

    private static ObjectKey Key(string version, string file) => new($"reports/{new ModelVersion(version)}/{file}");
}
