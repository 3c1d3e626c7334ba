namespace StayPositive.Storage.Tests;

/// <summary>Ends a "process" before its step number <paramref name="steps"/> + 1. Writes, deletions and effects are steps.</summary>
internal sealed class Life(int steps)
{
    /// <summary>Nobody ends it.</summary>
    public static Life Long => new(int.MaxValue);

    /// <summary>Steps taken so far.</summary>
    public int Taken { get; private set; }

    /// <exception cref="KilledException">Its time has come.</exception>
    public void Step()
    {
        if (Taken >= steps)
            throw new KilledException();
        Taken++;
    }
}
