using System.Text.RegularExpressions;
using StayPositive.Detector.Models;
using StayPositive.Detector.Verdicts;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Models;

/// <summary>Policies beside those of the model versions: <c>policies/{version}.json</c>, never changed.</summary>
/// <param name="models">The container of models.</param>
public sealed partial class PolicyStore(IObjectStore models)
{
    /// <summary>A policy; null when there is none of this name.</summary>
    /// <exception cref="FormatException">The name is not 1 to 64 lower-case letters, digits, dots and hyphens, the file is not a policy, or is that of another version.</exception>
    public async Task<Policy?> ReadAsync(string version, CancellationToken cancellation)
    {
        if (await models.ReadAsync(Key(version), cancellation) is not { } found)
            return null;
        var policy = PolicyFile.Read(found.Content.Span);
        return policy.Version == version ? policy : throw new FormatException($"The policy {version} says that it is {policy.Version}.");
    }

    /// <summary>Writes a policy under its version, unless it is there.</summary>
    /// <exception cref="InvalidOperationException">There is another policy of this version.</exception>
    public async Task PublishAsync(Policy policy, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(policy);
        policy.Check();
        var (key, bytes) = (Key(policy.Version), PolicyFile.Write(policy));
        if (await models.WriteAsync(key, bytes, WriteCondition.IfAbsent, cancellation) is null
            && (await models.ReadAsync(key, cancellation) is not { } there || !there.Content.Span.SequenceEqual(bytes)))
            throw new InvalidOperationException($"There is another policy {policy.Version}; a policy never changes, so this one needs another version.");
    }

    private static ObjectKey Key(string version) =>
        Rule().IsMatch(version) ? new($"policies/{version}.json") : throw new FormatException($"'{version}' is not the name of a policy: 1 to 64 lower-case letters, digits, dots and hyphens.");

    [GeneratedRegex("^[a-z0-9-][a-z0-9.-]{0,63}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Rule();
}
