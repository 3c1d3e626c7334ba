namespace StayPositive.Storage.Models;

/// <summary>No model could be loaded so far.</summary>
/// <param name="fault">Why.</param>
public sealed class ModelUnavailableException(string fault) : Exception($"There is no model to scan with: {fault}");
