using System.Security.Cryptography;
using StayPositive.Detector.Models;

namespace StayPositive.Storage.Models;

/// <summary>
/// Signatures of manifests: ECDSA on P-256 over the SHA-256 of the manifest's bytes, 64 bytes r and s (IEEE P1363). With public keys configured, one of them must have signed;
/// without, nothing is asked.
/// </summary>
public sealed class ManifestSignatures
{
    private const string P256 = "1.2.840.10045.3.1.7";

    private readonly byte[][] keys;

    /// <param name="publicKeys">SubjectPublicKeyInfo of each key, DER.</param>
    /// <exception cref="ArgumentException">A key is not of P-256; the message says which.</exception>
    public ManifestSignatures(IReadOnlyList<ReadOnlyMemory<byte>> publicKeys)
    {
        ArgumentNullException.ThrowIfNull(publicKeys);
        keys = [.. publicKeys.Select(key => key.ToArray())];
        for (var n = 0; n < keys.Length; n++)
        {
            try
            {
                using var key = Import(keys[n]);
                if (key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value != P256)
                    throw new ArgumentException($"Public key {n} is not of the curve P-256.", nameof(publicKeys));
            }
            catch (CryptographicException exception)
            {
                throw new ArgumentException($"Public key {n} is not the SubjectPublicKeyInfo of an elliptic-curve key: {exception.Message}", nameof(publicKeys), exception);
            }
        }
    }

    /// <summary>Nothing is asked.</summary>
    public static ManifestSignatures NotAsked { get; } = new([]);

    /// <summary>True when a signature is asked for.</summary>
    public bool AreRequired => keys.Length > 0;

    /// <summary>Keys as PEM text, each "BEGIN PUBLIC KEY", as settings hold them.</summary>
    /// <exception cref="ArgumentException">A text is not a public key of P-256.</exception>
    public static ManifestSignatures FromPem(IEnumerable<string> pems)
    {
        ArgumentNullException.ThrowIfNull(pems);
        return new([.. pems.Select(pem =>
        {
            using var key = ECDsa.Create();
            key.ImportFromPem(pem);
            return (ReadOnlyMemory<byte>)key.ExportSubjectPublicKeyInfo();
        })]);
    }

    /// <summary>The private key of the setting <c>Models:SigningKey</c>.</summary>
    /// <param name="pem">Its text; null or empty = nothing is signed.</param>
    /// <exception cref="ArgumentException">It is no PEM text of a P-256 private key.</exception>
    public static ECDsa? SignerOf(string? pem)
    {
        if (string.IsNullOrWhiteSpace(pem))
            return null;
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            return key.ExportParameters(includePrivateParameters: true).Curve.Oid.Value == P256 ? key : throw new CryptographicException("it is of another curve");
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw new ArgumentException($"Models:SigningKey is not the PEM text of a P-256 private key: {fault.Message}", nameof(pem), fault);
        }
    }

    /// <summary>Signs a manifest.</summary>
    internal static byte[] Sign(ECDsa key, ReadOnlySpan<byte> manifest) => key.SignData(manifest, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    /// <summary>True when the key made the signature.</summary>
    internal static bool IsBy(ECDsa key, ReadOnlySpan<byte> manifest, ReadOnlySpan<byte> signature) =>
        key.VerifyData(manifest, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    /// <exception cref="ModelRefusedException">A signature is required, and is missing or by none of the keys.</exception>
    internal void Check(string version, ReadOnlyMemory<byte> manifest, ReadOnlyMemory<byte>? signature)
    {
        if (!AreRequired)
            return;
        if (signature is not { } bytes)
            throw new ModelRefusedException(ModelRefusal.BadSignature, $"The manifest of {version} is not signed; {keys.Length} key(s) are configured.");
        foreach (var info in keys)
        {
            using var key = Import(info);
            if (IsBy(key, manifest.Span, bytes.Span))
                return;
        }

        throw new ModelRefusedException(ModelRefusal.BadSignature, $"The manifest of {version} is signed by none of the {keys.Length} configured key(s).");
    }

    private static ECDsa Import(byte[] info)
    {
        var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(info, out _);
        return key;
    }
}
