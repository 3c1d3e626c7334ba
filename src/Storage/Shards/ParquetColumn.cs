namespace StayPositive.Storage.Shards;

/// <summary>A column of required values in Parquet's PLAIN encoding.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Physical type.</param>
/// <param name="Length">Bytes of a <see cref="ParquetType.Fixed"/> value; else 0.</param>
/// <param name="Data">All values, one behind the other.</param>
internal sealed record ParquetColumn(string Name, ParquetType Type, int Length, ReadOnlyMemory<byte> Data);
