using Azure.Core;
using Azure.Core.Pipeline;

namespace StayPositive.Storage.Tests;

/// <summary>A wire that delivers the first write to the service and loses the answer.</summary>
internal sealed class LostAnswer : HttpPipelinePolicy
{
    private int writes;

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        await ProcessNextAsync(message, pipeline);
        if (message.Request.Method == RequestMethod.Put && Interlocked.Increment(ref writes) == 1)
            throw new IOException("The connection was cut behind the request.");
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException("These tests are asynchronous.");
}
