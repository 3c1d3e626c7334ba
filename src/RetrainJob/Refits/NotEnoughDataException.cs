namespace StayPositive.RetrainJob.Refits;

/// <summary>Too few labels to do what was asked; the message says of what, how many there are and how many are needed.</summary>
internal sealed class NotEnoughDataException(string message) : Exception(message);
