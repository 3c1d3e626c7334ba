namespace StayPositive.Functions.Tests.Doors.Isolated;

/// <summary>The few declarations of the isolated worker's packages that our door uses. The packages are not served where these tests run; the real ones are used outside.</summary>
internal static class WorkerStubs
{
    public const string Source = """
        namespace Microsoft.Azure.Functions.Worker
        {
            using System;

            [AttributeUsage(AttributeTargets.Method)]
            public sealed class FunctionAttribute(string name) : Attribute { public string Name { get; } = name; }

            public enum BlobTriggerSource { LogsAndContainerScan, EventGrid }

            [AttributeUsage(AttributeTargets.Parameter)]
            public sealed class BlobTriggerAttribute(string blobPath) : Attribute
            {
                public string BlobPath { get; } = blobPath;
                public string? Connection { get; set; }
                public BlobTriggerSource Source { get; set; }
            }

            [AttributeUsage(AttributeTargets.Parameter)]
            public sealed class QueueTriggerAttribute(string queueName) : Attribute
            {
                public string QueueName { get; } = queueName;
                public string? Connection { get; set; }
            }

            [AttributeUsage(AttributeTargets.Parameter)]
            public sealed class TimerTriggerAttribute(string schedule) : Attribute { public string Schedule { get; } = schedule; }

            public class TimerInfo { public bool IsPastDue { get; set; } }

            public abstract class FunctionContext { public abstract string InvocationId { get; } }
        }

        namespace Microsoft.Azure.Functions.Worker.Builder
        {
            using Microsoft.Extensions.Configuration;
            using Microsoft.Extensions.DependencyInjection;
            using Microsoft.Extensions.Diagnostics.Metrics;
            using Microsoft.Extensions.Hosting;
            using Microsoft.Extensions.Logging;

            public static class FunctionsApplication { public static FunctionsApplicationBuilder CreateBuilder(string[] args) => new(args); }

            public sealed class FunctionsApplicationBuilder : IHostApplicationBuilder
            {
                private readonly HostApplicationBuilder builder;
                internal FunctionsApplicationBuilder(string[] args) => builder = Host.CreateApplicationBuilder(args);
                public System.Collections.Generic.IDictionary<object, object> Properties => ((IHostApplicationBuilder)builder).Properties;
                public IConfigurationManager Configuration => builder.Configuration;
                public IHostEnvironment Environment => builder.Environment;
                public ILoggingBuilder Logging => builder.Logging;
                public IMetricsBuilder Metrics => builder.Metrics;
                public IServiceCollection Services => builder.Services;
                public void ConfigureContainer<T>(IServiceProviderFactory<T> factory, System.Action<T>? configure = null) where T : notnull => builder.ConfigureContainer(factory, configure);
                public IHost Build() => builder.Build();
            }
        }
        """;

    /// <summary>What the project's SDK imports everywhere.</summary>
    public const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        """;
}
