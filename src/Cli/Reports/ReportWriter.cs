using System.Text;
using StayPositive.Cli.Scanning;
using StayPositive.Detector.Verdicts;

namespace StayPositive.Cli.Reports;

/// <summary>
/// Writes the report card by card, so that memory does not grow with their number: into FILE.part, which becomes FILE at the end. Killed in between, it leaves
/// a readable FILE.part that says that it is incomplete, and FILE as it was.
/// </summary>
internal sealed class ReportWriter : IRowWriter, IDisposable
{
    private readonly string path;
    private readonly string part;
    private readonly FileStream stream;
    private readonly SortedDictionary<Decision, int> counts = [];
    private long summaryAt;
    private int written;
    private bool finished;

    private ReportWriter(string path)
    {
        (this.path, part) = (path, path + ".part");
        stream = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0); // unbuffered: disposing has nothing left to write
    }

    /// <exception cref="OutputFailedException">The file cannot be written, or FILE exists and is no report.</exception>
    public static ReportWriter Create(string path, ReportSubject subject) => Trying(path, () =>
    {
        if (!CanReplace(path))
            throw new IOException("It exists and is no HTML file. Give another name, or remove it.");
        var writer = new ReportWriter(path);
        try
        {
            writer.Begin(subject);
            return writer;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    });

    /// <inheritdoc/>
    public void Add(ScanRow row) => Trying(path, () =>
    {
        counts[row.Decision] = counts.GetValueOrDefault(row.Decision) + 1;
        return Write(ReportCard.Of(row, ++written));
    });

    /// <inheritdoc/>
    public void Finish(int unscanned) => Trying(path, () =>
    {
        Write(ReportPage.Bottom);
        stream.Position = summaryAt;
        WriteSummary(ReportSummary.Of(counts, unscanned));
        stream.Dispose();
        File.Move(part, path, overwrite: true);
        return finished = true;
    });

    /// <summary>Takes the part away if the report did not come to its end: it would only fill the disk.</summary>
    public void Dispose()
    {
        stream.Dispose();
        if (finished)
            return;
        try
        {
            File.Delete(part);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What went wrong first is told; this adds nothing.
        }
    }

    private void Begin(ReportSubject subject)
    {
        Write(ReportPage.Top(subject));
        summaryAt = stream.Position;
        WriteSummary(ReportSummary.Unfinished);
        Write(ReportPage.Middle);
    }

    private bool Write(Html html)
    {
        stream.Write(Encoding.UTF8.GetBytes(html.ToString()));
        return true;
    }

    private void WriteSummary(Html summary)
    {
        var place = new byte[ReportSummary.Length];
        place.AsSpan().Fill((byte)' ');
        place[^1] = (byte)'\n';
        Encoding.UTF8.GetBytes(summary.ToString(), place);
        stream.Write(place);
    }

    /// <summary>A mistyped name must not cost a photo, nor a device its file: only what begins as a report does is replaced.</summary>
    private static bool CanReplace(string path)
    {
        if (Path.EndsInDirectorySeparator(path) || Directory.Exists(path))
            throw new IOException("It is a folder.");
        if (!File.Exists(path))
            return true;
        if (new FileInfo(path).Length < ReportPage.Doctype.Length) // so are pipes and devices, which must not be opened
            return false;
        using var file = File.OpenRead(path);
        Span<byte> head = stackalloc byte[ReportPage.Doctype.Length];
        file.ReadExactly(head);
        return Encoding.ASCII.GetString(head).Equals(ReportPage.Doctype, StringComparison.OrdinalIgnoreCase);
    }

    private static T Trying<T>(string path, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new OutputFailedException($"The report '{path}' cannot be written: {exception.Message}", exception);
        }
    }
}
