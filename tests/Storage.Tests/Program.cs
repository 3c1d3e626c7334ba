using StayPositive.Storage.Tests;
using StayPositive.Storage.Tests.Objects;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

// The test program, which is also the second process of tests that need one.
if (args is [FolderStoreChild.Argument, var method, var folder, var worker])
{
    await FolderStoreChild.RunAsync(method, folder, int.Parse(worker));
    return 0;
}
return args.Any(argument => argument is "--server" or "--internal-msbuild-node")
    ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await ConsoleRunner.Run(args);
