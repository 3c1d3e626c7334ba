namespace StayPositive.Storage.Shards;

/// <summary>Columns of a shard, as pandas and DuckDB show them.</summary>
internal static class ShardColumns
{
    public const string Content = "content";
    public const string Window = "window_size";
    public const string X = "x";
    public const string Y = "y";
    public const string Width = "width";
    public const string Height = "height";
    public const string Head = "head";
    public const string Logit = "logit";
    public const string MaxCell = "max_cell";
    public const string Scale = "scale";
    public const string Format = "format";
    public const string Features = "z";

    /// <summary>Names and types in the order of the file; the length of the features depends on the backbone.</summary>
    public static IReadOnlyList<(string Name, ParquetType Type)> All { get; } =
    [
        (Content, ParquetType.Text), (Window, ParquetType.Int32), (X, ParquetType.Int32), (Y, ParquetType.Int32), (Width, ParquetType.Int32), (Height, ParquetType.Int32),
        (Head, ParquetType.Text), (Logit, ParquetType.Float), (MaxCell, ParquetType.Float), (Scale, ParquetType.Float), (Format, ParquetType.Text), (Features, ParquetType.Fixed),
    ];
}
