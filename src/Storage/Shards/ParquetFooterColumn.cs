namespace StayPositive.Storage.Shards;

/// <summary>A column in a footer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Physical type.</param>
/// <param name="Length">Bytes of a value of fixed length.</param>
/// <param name="PageOffset">Where the header of its only page is.</param>
internal sealed record ParquetFooterColumn(string Name, ParquetType Type, int Length, long PageOffset);
