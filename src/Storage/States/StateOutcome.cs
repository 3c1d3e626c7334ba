namespace StayPositive.Storage.States;

/// <summary>What became of a new state.</summary>
public enum StateOutcome
{
    /// <summary>It was written.</summary>
    Created,

    /// <summary>There is one already, and it stays: finish its effects instead.</summary>
    Existing,

    /// <summary>The content has been erased; nothing was written, and the upload is not to be read again.</summary>
    Erased,
}
