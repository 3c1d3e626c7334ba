// Managed bytes that a scan allocates. Usage: dotnet run -c Release --project bench/Allocations
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using StayPositive.Allocations;

// In this process: the generated project of the usual toolchain would not find the native libraries. The times are left out; bench/ScanBench measures those.
var config = ManualConfig.CreateEmpty()
    .AddJob(Job.ShortRun.WithToolchain(InProcessNoEmitToolchain.Instance))
    .AddDiagnoser(MemoryDiagnoser.Default)
    .AddLogger(ConsoleLogger.Default)
    .AddExporter(MarkdownExporter.Console)
    .AddColumnProvider(DefaultColumnProviders.Instance)
    .HideColumns("Error", "StdDev", "Gen0", "Gen1", "Gen2");
var summary = BenchmarkRunner.Run<ScanAllocations>(config);
return summary.Reports.All(report => report.Success) ? 0 : 1;
