using Azure;
using Azure.Identity;
using Azure.Messaging.EventGrid;
using StayPositive.Functions.Messages;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Objects;

namespace StayPositive.Functions.Wiring;

/// <summary>Where results go, and where work comes from.</summary>
internal static class MessageWiring
{
    /// <summary>Queue of the results.</summary>
    public const string ResultsName = "scan-results";

    private const string Topic = "EventGrid:TopicEndpoint";

    public static void AddMessages(this IServiceCollection services, InstallationSettings settings, Installation installation)
    {
        if (settings.IsAzure)
        {
            IWorkQueue Queue(string name) => new AccountQueue(installation.Queue(name));
            services.AddSingleton(_ => new WorkQueues(Queue(WorkQueues.RequestsName), Queue(WorkQueues.PoisonRequestsName), Queue(WorkQueues.PoisonBlobsName)));
            services.AddSingleton(provider => All(new QueueMessages(installation.Queue(ResultsName)), provider));
        }
        else
        {
            var folder = new FolderObjectStore(Path.Combine(settings.Data, "sp-messages"), TimeProvider.System);
            FolderQueue Queue(string name) => new(folder, name, TimeProvider.System);
            services.AddSingleton(new WorkQueues(Queue(WorkQueues.RequestsName), Queue(WorkQueues.PoisonRequestsName), null));
            services.AddSingleton(provider => All(new FolderMessages(folder), provider));
        }
    }

    private static IResultMessages All(IResultMessages first, IServiceProvider provider) =>
        EventGrid(provider.GetRequiredService<IConfiguration>()) is { } topic ? new AllMessages([first, topic]) : first;

    /// <summary>Null when no topic is configured.</summary>
    /// <exception cref="InvalidOperationException">The endpoint is no URI.</exception>
    internal static EventGridMessages? EventGrid(IConfiguration configuration)
    {
        if (configuration[Topic] is not { } text)
            return null;
        var endpoint = Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" ? uri : throw new InvalidOperationException($"{Topic} is '{text}'; it must be the https endpoint of a topic.");
        return new EventGridMessages(configuration["EventGrid:Key"] is { } key ? new EventGridPublisherClient(endpoint, new AzureKeyCredential(key)) : new EventGridPublisherClient(endpoint, new DefaultAzureCredential()));
    }
}
