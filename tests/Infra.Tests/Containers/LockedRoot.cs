using System.Diagnostics;
using StayPositive.Tests;

namespace StayPositive.Infra.Tests.Containers;

/// <summary>
/// Runs a command as a container would, without one: in a root of its own that is read-only, with the app where the image has it, a writable /tmp, and as an unprivileged user. Where the system does not
/// allow that (no right to mount), the same command runs on the plain root.
/// </summary>
internal sealed class LockedRoot : IDisposable
{
    // The machine's programs and libraries stand in for those of the base image.
    private const string Script =
        """
        set -eu
        root=$1 source=$2 target=$3 user=$4; shift 4
        mount -t tmpfs tmpfs "$root"
        for place in usr etc proc dev opt; do [ -d "/$place" ] && mkdir -p "$root/$place" && mount --rbind "/$place" "$root/$place"; done
        for link in bin sbin lib lib64; do if [ -L "/$link" ]; then ln -s "usr/$link" "$root/$link"; elif [ -d "/$link" ]; then mkdir "$root/$link"; mount --rbind "/$link" "$root/$link"; fi; done
        if [ -n "${DOTNET_ROOT:-}" ] && [ ! -d "$root$DOTNET_ROOT" ]; then mkdir -p "$root$DOTNET_ROOT"; mount --rbind "$DOTNET_ROOT" "$root$DOTNET_ROOT"; fi
        mkdir -p "$root/tmp" "$root$target"
        mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
        mount --bind "$source" "$root$target"
        mount -o remount,ro,bind "$root$target"
        mount -o remount,ro "$root"
        exec chroot --userspec="$user:$user" "$root" "$@"
        """;

    private readonly string root = Directory.CreateTempSubdirectory("root-").FullName;
    private readonly string source;
    private readonly string target;
    private readonly string user;

    private LockedRoot(string source, string target, string user, bool isLocked) => (this.source, this.target, this.user, IsLocked) = (source, target, user, isLocked);

    /// <summary>True when root, user and /tmp are as in a container.</summary>
    public bool IsLocked { get; }

    public static async Task<LockedRoot> OfAsync(string source, string target, string user)
    {
        var trial = new LockedRoot(source, target, user, isLocked: true);
        using var process = Process.Start(trial.StartInfo(["true"], new Dictionary<string, string>()))!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode == 0 ? trial : new LockedRoot(source, target, user, isLocked: false);
    }

    public ProcessStartInfo StartInfo(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment)
    {
        string[] arguments = IsLocked
            ? ["--mount", "--propagation", "private", "bash", "-c", Script, "locked", root, source, target, user, .. command]
            : [.. command.Select(part => part.Replace(target + "/", source + "/", StringComparison.Ordinal))];
        var start = new ProcessStartInfo(IsLocked ? "unshare" : arguments[0], IsLocked ? arguments : arguments[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Repository.Root };
        foreach (var (name, value) in environment)
            if (name != "DOTNET_ROOT" || !start.Environment.ContainsKey(name)) // where this machine has it
                start.Environment[name] = value;
        return start;
    }

    public void Dispose() => Directory.Delete(root, recursive: true);
}
