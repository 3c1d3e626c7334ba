namespace StayPositive.Fuzz.Containers;

/// <summary>A file format that is a list of parts. Files put together from changed parts have right lengths and check sums, so that a decoder gets past them.</summary>
internal interface IContainerFormat
{
    /// <summary>The parts, as far as the chain of lengths holds.</summary>
    List<Part> Split(byte[] file);

    /// <summary>A file of these parts.</summary>
    byte[] Join(IReadOnlyList<Part> parts);
}
