namespace StayPositive.Storage.Objects;

/// <summary>An object in a listing.</summary>
/// <param name="Key">Its key.</param>
public readonly record struct ObjectEntry(ObjectKey Key);
