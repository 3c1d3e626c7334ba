namespace StayPositive.Functions.Scanning;

/// <summary>Uploads that are judged by a policy of their own.</summary>
public sealed class PrefixPolicy
{
    /// <summary>Of <c>{container}/{name}</c>; the longest that fits holds.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>Version in <c>sp-models/policies/</c>; or the path of a JSON file, which ends in <c>.json</c>.</summary>
    public string Policy { get; set; } = "";
}
