namespace StayPositive.Storage.Shards;

/// <summary>Types of fields in Thrift's compact protocol.</summary>
internal enum ThriftType
{
    /// <summary>End of a struct.</summary>
    Stop = 0,

    /// <summary>True, in the header itself.</summary>
    True = 1,

    /// <summary>False, in the header itself.</summary>
    False = 2,

    /// <summary>One byte.</summary>
    I8 = 3,

    /// <summary>Zigzag varint.</summary>
    I16 = 4,

    /// <summary>Zigzag varint.</summary>
    I32 = 5,

    /// <summary>Zigzag varint.</summary>
    I64 = 6,

    /// <summary>Eight bytes.</summary>
    Double = 7,

    /// <summary>Length and bytes.</summary>
    Binary = 8,

    /// <summary>Type and count, then elements.</summary>
    List = 9,

    /// <summary>As a list.</summary>
    Set = 10,

    /// <summary>Fields up to a stop.</summary>
    Struct = 12,
}
