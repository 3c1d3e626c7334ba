namespace StayPositive.Peers;

/// <summary>One way to scan: from the path of a JPEG file to its logit.</summary>
internal interface IPeer : IDisposable
{
    /// <summary>Versions of what it is made of.</summary>
    string Description { get; }

    /// <summary>Reads, decodes, runs, and gives w . z + b.</summary>
    float Scan(string path);
}
