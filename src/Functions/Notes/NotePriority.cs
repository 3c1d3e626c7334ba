namespace StayPositive.Functions.Notes;

/// <summary>How soon a person should look, as an assistant suggests; the queue's order does not follow it.</summary>
public enum NotePriority
{
    /// <summary>Can wait.</summary>
    Low,

    /// <summary>In its turn.</summary>
    Normal,

    /// <summary>Soon.</summary>
    High,
}
