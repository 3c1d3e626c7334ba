using StayPositive.Detector.Models;
using StayPositive.Detector.Verdicts;
using StayPositive.Storage.Models;

namespace StayPositive.Functions.Scanning;

/// <summary>Which policy judges an upload: that of the longest prefix that fits, else the model's own.</summary>
internal sealed class PrefixPolicies(PolicyStore store, ScanningOptions options)
{
    private volatile IReadOnlyList<(string Prefix, Policy Policy)> byPrefix = [];

    /// <summary>True when the settings name any.</summary>
    public bool Any => options.Policies.Count > 0;

    /// <summary>Which prefix of <c>{container}/{name}</c> has which policy, the longest first: the first that fits holds.</summary>
    public IReadOnlyList<(string Prefix, Policy Policy)> All => byPrefix;

    /// <summary>Reads the policies that the settings name, and checks them against a model.</summary>
    /// <exception cref="InvalidOperationException">One is missing or wrong, or the model has no thresholds for it; the message names the setting.</exception>
    public async Task LoadAsync(Calibration calibration, CancellationToken cancellation)
    {
        var loaded = new List<(string Prefix, Policy Policy)>();
        for (var n = 0; n < options.Policies.Count; n++)
        {
            var setting = $"Scanning:Policies:{n}";
            if (loaded.Any(one => one.Prefix == options.Policies[n].Prefix))
                throw new InvalidOperationException($"{setting}:Prefix is '{options.Policies[n].Prefix}', which has a policy already.");
            var policy = await ReadAsync(setting, options.Policies[n].Policy, cancellation);
            if (!calibration.Supports(policy))
                throw new InvalidOperationException($"{setting}:Policy asks for false-positive rates of {policy.FalsePositiveRate} and {policy.UncertainFalsePositiveRate}; the model has no thresholds for one of them.");
            loaded.Add((options.Policies[n].Prefix, policy));
        }

        byPrefix = [.. loaded.OrderByDescending(one => one.Prefix.Length)];
    }

    /// <summary>The policy of an upload.</summary>
    public Policy For(string container, string blob, Policy otherwise)
    {
        foreach (var (prefix, policy) in byPrefix)
            if ($"{container}/{blob}".StartsWith(prefix, StringComparison.Ordinal))
                return policy;
        return otherwise;
    }

    private async Task<Policy> ReadAsync(string setting, string policy, CancellationToken cancellation)
    {
        try
        {
            if (!policy.EndsWith(".json", StringComparison.Ordinal))
                return await store.ReadAsync(policy, cancellation) ?? throw new InvalidOperationException($"{setting}:Policy is '{policy}', and there is no sp-models/policies/{policy}.json.");
            var read = PolicyFile.Read(await File.ReadAllBytesAsync(policy, cancellation));
            // A version means one policy, wherever it was read: results name it.
            return await store.ReadAsync(read.Version, cancellation) is { } there && !PolicyFile.Write(there).AsSpan().SequenceEqual(PolicyFile.Write(read))
                ? throw new InvalidOperationException($"{setting}:Policy is '{policy}' with the version {read.Version}, and sp-models/policies holds another policy of this version.")
                : read;
        }
        catch (Exception wrong) when (wrong is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"{setting}:Policy is '{policy}': {wrong.Message}", wrong);
        }
    }
}
