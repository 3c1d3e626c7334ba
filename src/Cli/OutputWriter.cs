using System.Text;

namespace StayPositive.Cli;

/// <summary>Standard output whose faults can be told from those of the files and stores that a verb works on.</summary>
/// <param name="inner">Where it goes.</param>
internal sealed class OutputWriter(TextWriter inner) : TextWriter
{
    /// <summary>True when it ends at a terminal.</summary>
    public bool IsTerminal => ReferenceEquals(inner, Console.Out) && !Console.IsOutputRedirected;

    /// <inheritdoc/>
    public override Encoding Encoding => inner.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => Try(() => inner.Write(value));

    /// <inheritdoc/>
    public override void Write(string? value) => Try(() => inner.Write(value));

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Try(() => inner.WriteLine(value));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Try(() => inner.Write(buffer, index, count));

    /// <inheritdoc/>
    public override void Flush() => Try(inner.Flush);

    private static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (IOException failed)
        {
            throw new OutputFailedException($"The output cannot be written: {failed.Message}", failed);
        }
    }
}
