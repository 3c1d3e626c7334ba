namespace StayPositive.Cli;

/// <summary>Output could not be written; the message says what and why.</summary>
internal sealed class OutputFailedException(string message, Exception inner) : IOException(message, inner);
