using StayPositive.RetrainJob.Tests;
using StayPositive.RetrainJob.Tests.Publishing;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

// The test program, which is also the second process of tests that need one.
if (args is [PublishChild.Argument, var folder, var number])
{
    await PublishChild.RunAsync(folder, int.Parse(number));
    return 0;
}
return args.Any(argument => argument is "--server" or "--internal-msbuild-node")
    ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await ConsoleRunner.Run(args);
