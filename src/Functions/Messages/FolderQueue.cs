using System.Globalization;
using System.Text;
using StayPositive.Storage.Objects;

namespace StayPositive.Functions.Messages;

/// <summary>
/// A queue in a folder: <c>{name}/{due, UTC}-{deliveries}-{id}.json</c>. To take a message is to write it anew under a later time and to remove the old one: who is killed between leaves two, and
/// delivery is at least once.
/// </summary>
internal sealed class FolderQueue(IObjectStore messages, string name, TimeProvider clock) : IWorkQueue
{
    private const string TimeFormat = "yyyyMMdd'T'HHmmssfff'Z'";

    public async Task SendAsync(string text, TimeSpan delay, CancellationToken cancellation) =>
        await messages.WriteAsync(Key(clock.GetUtcNow() + delay, 0, Guid.NewGuid().ToString("N")), Encoding.UTF8.GetBytes(text), WriteCondition.None, cancellation);

    public async Task<IReadOnlyList<WorkItem>> ReceiveAsync(int most, TimeSpan hidden, CancellationToken cancellation)
    {
        var (now, due) = (clock.GetUtcNow(), new List<ObjectKey>());
        await foreach (var entry in messages.ListAsync($"{name}/", null, cancellation))
        {
            if (due.Count == most || string.CompareOrdinal(entry.Key.Value, $"{name}/{Time(now)}~") > 0)
                break;
            due.Add(entry.Key);
        }

        var items = new List<WorkItem>();
        foreach (var key in due)
        {
            var parts = key.Value[(name.Length + 1)..].Split('-');
            if (await messages.ReadAsync(key, cancellation) is not { } found || parts.Length != 3 || !long.TryParse(parts[1], CultureInfo.InvariantCulture, out var deliveries))
                continue;
            var id = Path.GetFileNameWithoutExtension(parts[2]);
            var taken = Key(now + hidden, deliveries + 1, id);
            await messages.WriteAsync(taken, found.Content, WriteCondition.None, cancellation);
            if (await messages.DeleteAsync(key, null, cancellation)) // else somebody else took it in the same moment, and has it
                items.Add(new WorkItem(id, taken.Value, Encoding.UTF8.GetString(found.Content.Span), deliveries + 1));
        }

        return items;
    }

    public Task DeleteAsync(WorkItem item, CancellationToken cancellation) => messages.DeleteAsync(new ObjectKey(item.Receipt), null, cancellation);

    private ObjectKey Key(DateTimeOffset due, long deliveries, string id) => new($"{name}/{Time(due)}-{deliveries.ToString(CultureInfo.InvariantCulture)}-{id}.json");

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
}
