using System.ClientModel.Primitives;
using Azure.AI.OpenAI;
using Azure.Identity;
using StayPositive.Storage.Installations;

namespace StayPositive.Functions.Notes;

internal static class NotesWiring
{
    /// <summary>Notes by Azure OpenAI, with the managed identity.</summary>
    /// <exception cref="InvalidOperationException">A setting is wrong.</exception>
    public static IServiceCollection AddNotes(this IServiceCollection services, IConfiguration configuration)
    {
        var options = new NotesOptions();
        configuration.GetSection("OpenAI").Bind(options);
        options.Check();
        services.AddSingleton(options);
        services.AddSingleton(provider => new NoteStore(provider.GetRequiredService<Installation>().Review, provider.GetRequiredService<Installation>().Tombstones));
        services.AddSingleton(provider => new NoteBudget(provider.GetRequiredService<Installation>().Review, options, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<NoteRequests>().AddSingleton<NoteWriter>();
        if (options.IsEnabled)
            services.AddSingleton(new AzureOpenAIClient(options.Endpoint, new DefaultAzureCredential(), WithoutRepeats()).GetChatClient(options.Deployment));
        return services;
    }

    internal static AzureOpenAIClientOptions WithoutRepeats() => new() { RetryPolicy = new ClientRetryPolicy(maxRetries: 0) };
}
