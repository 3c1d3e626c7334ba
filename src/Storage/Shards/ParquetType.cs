namespace StayPositive.Storage.Shards;

/// <summary>Parquet's physical types, with its numbers.</summary>
internal enum ParquetType
{
    /// <summary>4 bytes, little-endian.</summary>
    Int32 = 1,

    /// <summary>4 bytes, IEEE 754.</summary>
    Float = 4,

    /// <summary>Length in 4 bytes, then the bytes; here always UTF-8 text.</summary>
    Text = 6,

    /// <summary>Bytes of one length.</summary>
    Fixed = 7,
}
