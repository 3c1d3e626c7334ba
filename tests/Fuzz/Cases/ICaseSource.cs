namespace StayPositive.Fuzz.Cases;

/// <summary>Numbered cases; the same number is the same case in every process.</summary>
internal interface ICaseSource
{
    /// <summary>Cases are 0 .. Count - 1.</summary>
    int Count { get; }

    HostileCase this[int number] { get; }
}
