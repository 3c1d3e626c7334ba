using System.Text.Json;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Objects;
using StayPositive.Storage.States;
using StayPositive.Storage.Uploads;

namespace StayPositive.EndToEnd.Tests;

/// <summary>An installation as the invariants read it, from outside of the app: a folder, or an account.</summary>
internal interface IData
{
    Scope Tenant { get; }

    IUploads Uploads { get; }

    StateStore States { get; }

    IObjectStore Results { get; }

    /// <summary>The uploads that lie there now.</summary>
    Task<IReadOnlyList<UploadEntry>> CurrentAsync(CancellationToken cancellation);

    /// <summary>The bytes that lie there now.</summary>
    Task<byte[]> ContentAsync(string name, CancellationToken cancellation);

    /// <summary>What was told, by id; repeats have the same body.</summary>
    Task<IReadOnlyDictionary<Guid, JsonElement>> MessagesAsync(CancellationToken cancellation);
}
