namespace StayPositive.Storage.States;

/// <summary>What a state still owes to the world outside the store. Each can be done twice.</summary>
public enum Effect
{
    /// <summary>Index tags on the blob.</summary>
    Tag,

    /// <summary>The message with the result; its id is <see cref="Keys.UploadVersion.MessageId"/>.</summary>
    Notify,

    /// <summary>The copy into the clean container.</summary>
    Copy,

    /// <summary>The message <c>verdict.overturned</c> after a reviewer's decision.</summary>
    NotifyOverturned,

    /// <summary>The message <c>verdict.rescored</c> after the content was judged again by another model or policy.</summary>
    NotifyRescored,
}
