namespace StayPositive.Functions.Scanning;

/// <summary>What kind of account it is; found out at the start.</summary>
internal sealed class AccountTraits
{
    private volatile bool hasIndexTags = true;

    /// <summary>False with hierarchical namespaces: there the state and the message are the result, and nothing is written to the blob.</summary>
    public bool HasIndexTags
    {
        get => hasIndexTags;
        set => hasIndexTags = value;
    }
}
