namespace StayPositive.Storage.Shards;

/// <summary>What a reader needs of a Parquet file's footer and page headers.</summary>
internal sealed record ParquetFooter(int Rows, IReadOnlyList<ParquetFooterColumn> Columns, IReadOnlyDictionary<string, string> Metadata)
{
    /// <exception cref="InvalidDataException">Damaged, or not of the kind that <see cref="ParquetFile"/> writes.</exception>
    public static ParquetFooter Read(ReadOnlySpan<byte> bytes)
    {
        var thrift = new ThriftReader(bytes);
        var schema = new List<(ParquetType Type, int Length, string Name)>();
        var offsets = new List<long>();
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        var rows = 0L;
        while (thrift.Next(out var field, out var type))
        {
            switch (field)
            {
                case 2 when type == ThriftType.List:
                    for (var left = thrift.List(out _); left > 0; left--)
                        schema.Add(Element(ref thrift));
                    break;
                case 3:
                    rows = thrift.Number();
                    break;
                case 4 when type == ThriftType.List:
                    if (thrift.List(out _) != 1)
                        throw Other("more than one row group");
                    offsets = RowGroup(ref thrift);
                    break;
                case 5 when type == ThriftType.List:
                    for (var left = thrift.List(out _); left > 0; left--)
                    {
                        var (key, value) = Pair(ref thrift);
                        metadata[key] = value;
                    }

                    break;
                default:
                    thrift.Skip(type);
                    break;
            }
        }

        if (rows is < 0 or > int.MaxValue || schema.Count != offsets.Count + 1)
            throw Other($"{rows} rows, {schema.Count} elements of the schema and {offsets.Count} columns");
        return new ParquetFooter((int)rows, [.. schema.Skip(1).Zip(offsets, (element, offset) => new ParquetFooterColumn(element.Name, element.Type, element.Length, offset))], metadata);
    }

    /// <summary>Header of a page.</summary>
    public static (int HeaderLength, int Size, int Values, int? Crc) ReadPage(ReadOnlySpan<byte> bytes)
    {
        var thrift = new ThriftReader(bytes);
        var (size, compressed, values) = (0, 0, 0);
        int? crc = null;
        while (thrift.Next(out var field, out var type))
        {
            switch (field)
            {
                case 1:
                    if (thrift.Int32() != 0)
                        throw Other("a page that is no data page");
                    break;
                case 2:
                    size = thrift.Int32();
                    break;
                case 3:
                    compressed = thrift.Int32();
                    break;
                case 4:
                    crc = thrift.Int32();
                    break;
                case 5 when type == ThriftType.Struct:
                    values = DataPage(ref thrift);
                    break;
                default:
                    thrift.Skip(type);
                    break;
            }
        }

        return size == compressed ? (thrift.Position, size, values, crc) : throw Other("a compressed page");
    }

    private static int DataPage(ref ThriftReader thrift)
    {
        var values = 0;
        var outer = thrift.Enter();
        while (thrift.Next(out var field, out var type))
        {
            if (field == 1)
                values = thrift.Int32();
            else if (field != 2)
                thrift.Skip(type);
            else if (thrift.Int32() != 0)
                throw Other("an encoding other than PLAIN");
        }

        thrift.Leave(outer);
        return values;
    }

    private static (ParquetType Type, int Length, string Name) Element(ref ThriftReader thrift)
    {
        var (physical, length, name) = (0, 0, "");
        var outer = thrift.Enter();
        while (thrift.Next(out var field, out var type))
        {
            switch (field)
            {
                case 1:
                    physical = thrift.Int32();
                    break;
                case 2:
                    length = thrift.Int32();
                    break;
                case 3:
                    if (thrift.Int32() != 0)
                        throw Other("a column that is not required");
                    break;
                case 4:
                    name = thrift.Text();
                    break;
                default:
                    thrift.Skip(type);
                    break;
            }
        }

        thrift.Leave(outer);
        return physical is 0 || Enum.IsDefined((ParquetType)physical) && length >= 0 ? ((ParquetType)physical, length, name) : throw Other($"a column of the type {physical}");
    }

    private static List<long> RowGroup(ref ThriftReader thrift)
    {
        var offsets = new List<long>();
        var outer = thrift.Enter();
        while (thrift.Next(out var field, out var type))
        {
            if (field != 1 || type != ThriftType.List)
                thrift.Skip(type);
            else
                for (var left = thrift.List(out _); left > 0; left--)
                    offsets.Add(Chunk(ref thrift));
        }

        thrift.Leave(outer);
        return offsets;
    }

    private static long Chunk(ref ThriftReader thrift)
    {
        var offset = -1L;
        var outer = thrift.Enter();
        while (thrift.Next(out var field, out var type))
        {
            if (field != 3 || type != ThriftType.Struct)
            {
                thrift.Skip(type);
                continue;
            }

            var chunk = thrift.Enter();
            while (thrift.Next(out var inner, out var innerType))
            {
                if (inner == 9)
                    offset = thrift.Number();
                else if (inner != 4)
                    thrift.Skip(innerType);
                else if (thrift.Int32() != 0)
                    throw Other("a compressed column");
            }

            thrift.Leave(chunk);
        }

        thrift.Leave(outer);
        return offset;
    }

    private static (string Key, string Value) Pair(ref ThriftReader thrift)
    {
        var (key, value) = ("", "");
        var outer = thrift.Enter();
        while (thrift.Next(out var field, out var type))
        {
            if (field == 1)
                key = thrift.Text();
            else if (field == 2)
                value = thrift.Text();
            else
                thrift.Skip(type);
        }

        thrift.Leave(outer);
        return (key, value);
    }

    private static InvalidDataException Other(string what) => new($"The Parquet file has {what}; it is damaged, or not one of this program's shards.");
}
