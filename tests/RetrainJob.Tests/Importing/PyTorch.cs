using System.Diagnostics;
using System.Globalization;
using System.Text;
using StayPositive.Tests;

namespace StayPositive.RetrainJob.Tests.Importing;

/// <summary>Debian's PyTorch, torchvision and Pillow, asked through reference.py.</summary>
internal static class PyTorch
{
    private const string Python = "/usr/bin/python3";

    private static readonly Lazy<bool> Present = new(() => File.Exists(Python) && Start(["-c", "import torch, torchvision, PIL"]).Exit == 0);

    /// <summary>Writes a seeded network's checkpoint.</summary>
    public static void Network(string arch, int seed, string file, string layout = "model", string sign = "positive") => Run("network", arch, $"{seed}", file, layout, sign);

    /// <summary>Logits of whole images.</summary>
    public static double[] Logits(string arch, string file, IEnumerable<string> images) =>
        [.. Run(["logits", arch, file, .. images]).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => double.Parse(line, CultureInfo.InvariantCulture))];

    /// <summary>Crops of the sample photos as PNG files; sizes are WIDTHxHEIGHT.</summary>
    public static string[] Images(string folder, IEnumerable<string> sizes)
    {
        Run(["images", folder, .. sizes, "--", .. Directory.GetFiles(Path.Combine(Repository.Root, "samples"), "*.jpg").Order(StringComparer.Ordinal)]);
        return [.. Directory.GetFiles(folder, "*.png").Order(StringComparer.Ordinal)];
    }

    /// <summary>Runs the script; what it prints.</summary>
    public static string Run(params string[] arguments)
    {
        if (!Present.Value)
        {
            Assert.True(Environment.GetEnvironmentVariable("REQUIRE_ALL") != "1", "Debian's python3-torch and python3-torchvision are not installed.");
            Assert.Skip("Debian's python3-torch and python3-torchvision are not installed; .ci/run installs them.");
        }

        var (exit, output, error) = Start([Path.Combine(Repository.Root, "tests", "RetrainJob.Tests", "Importing", "reference.py"), .. arguments]);
        Assert.True(exit == 0, error);
        return output;
    }

    private static (int Exit, string Output, string Error) Start(string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = new StringBuilder();
        process.ErrorDataReceived += (_, line) => error.AppendLine(line.Data);
        process.BeginErrorReadLine();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.ToString());
    }
}
