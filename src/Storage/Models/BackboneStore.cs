using StayPositive.Detector.Models;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Models;

/// <summary>Backbones: <c>backbones/{sha256}.onnx</c>, named by their own hash and never changed.</summary>
/// <param name="models">The container of models.</param>
public sealed class BackboneStore(IObjectStore models)
{
    /// <summary>The ONNX file.</summary>
    /// <exception cref="ModelRefusedException">It is missing, or has another hash than its name says.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(ContentHash hash, CancellationToken cancellation)
    {
        if (await models.ReadAsync(Key(hash), cancellation) is not { } found)
            throw new ModelRefusedException(ModelRefusal.Missing, $"There is no backbone {hash}.");
        var actual = ContentHash.Of(found.Content.Span);
        return actual == hash ? found.Content : throw new ModelRefusedException(ModelRefusal.WrongHash, $"The backbone {hash} has the SHA-256 {actual}.");
    }

    /// <summary>Writes a backbone, unless it is there.</summary>
    /// <exception cref="ModelRefusedException">What is there under this name is something else.</exception>
    public async Task<ContentHash> WriteAsync(ReadOnlyMemory<byte> onnx, CancellationToken cancellation)
    {
        var hash = ContentHash.Of(onnx.Span);
        if (await models.WriteAsync(Key(hash), onnx, WriteCondition.IfAbsent, cancellation) is null)
            await ReadAsync(hash, cancellation);
        return hash;
    }

    private static ObjectKey Key(ContentHash hash) => new($"backbones/{hash}.onnx");
}
