namespace StayPositive.Functions.Tests.Scanning;

/// <summary>Calls that a storage service would get.</summary>
internal sealed class CallCounter
{
    /// <summary>Objects a page of a listing, as the service gives.</summary>
    public const int Page = 5000;

    public int Pages { get; private set; }

    public int Others { get; private set; }

    public void Call() => Others++;

    /// <summary>A listing in pages: a call when the first object of a page is asked for, and one for an empty listing.</summary>
    public async IAsyncEnumerable<T> Paged<T>(IEnumerable<T> all)
    {
        Pages++;
        var listed = 0;
        foreach (var item in all)
        {
            if (listed > 0 && listed % Page == 0)
            {
                Pages++;
                await Task.Yield();
            }

            listed++;
            yield return item;
        }
    }
}
