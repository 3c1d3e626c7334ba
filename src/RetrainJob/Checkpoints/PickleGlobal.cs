namespace StayPositive.RetrainJob.Checkpoints;

/// <summary>A class or function of the list, by name. It is only ever a name.</summary>
internal sealed record PickleGlobal(string Module, string Name);
