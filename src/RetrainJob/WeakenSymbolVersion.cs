using System;
using System.IO;
using System.Text;

/// <summary>
/// MSBuild task, compiled by the build (see TorchSharpOnDebian12.targets): sets VER_FLG_WEAK on one needed symbol version of an ELF64 library.
/// Doing it twice equals doing it once. The file is replaced, not changed in place: it may be a hard link into the package cache.
/// </summary>
public class WeakenSymbolVersion : Microsoft.Build.Utilities.Task
{
    private const uint VersionNeeds = 0x6ffffffe; // SHT_GNU_verneed
    private const ushort Weak = 2; // VER_FLG_WEAK

    public string File { get; set; }

    public string Version { get; set; }

    public override bool Execute()
    {
        var bytes = System.IO.File.ReadAllBytes(File);
        if (!Patch(bytes, Version))
            return true;
        var part = File + ".part";
        System.IO.File.WriteAllBytes(part, bytes);

        // The build compares time and length: with both unchanged, it does not copy the original over this one each time.
        System.IO.File.SetLastWriteTimeUtc(part, System.IO.File.GetLastWriteTimeUtc(File));
        System.IO.File.Delete(File);
        System.IO.File.Move(part, File);
        Log.LogMessage("Marked " + Version + " as weak in " + File);
        return true;
    }

    /// <summary>True when something was changed.</summary>
    public static bool Patch(byte[] elf, string version)
    {
        if (elf.Length < 64 || BitConverter.ToUInt32(elf, 0) != 0x464c457f || elf[4] != 2)
            return false;
        var changed = false;
        var sections = (int)BitConverter.ToInt64(elf, 0x28);
        var count = BitConverter.ToUInt16(elf, 0x3c);
        for (var n = 0; n < count; n++)
        {
            var section = sections + 64 * n;
            if (BitConverter.ToUInt32(elf, section + 4) != VersionNeeds)
                continue;
            var names = (int)BitConverter.ToInt64(elf, sections + 64 * BitConverter.ToInt32(elf, section + 40) + 24);
            var need = (int)BitConverter.ToInt64(elf, section + 24);
            while (true)
            {
                var entry = need + BitConverter.ToInt32(elf, need + 8);
                for (var left = BitConverter.ToUInt16(elf, need + 2); left > 0; left--)
                {
                    changed |= NameAt(elf, names + BitConverter.ToInt32(elf, entry + 8)) == version && SetWeak(elf, entry + 4);
                    entry += BitConverter.ToInt32(elf, entry + 12);
                }

                var next = BitConverter.ToInt32(elf, need + 12);
                if (next == 0)
                    break;
                need += next;
            }
        }

        return changed;
    }

    private static bool SetWeak(byte[] elf, int at)
    {
        if ((BitConverter.ToUInt16(elf, at) & Weak) != 0)
            return false;
        elf[at] |= (byte)Weak;
        return true;
    }

    private static string NameAt(byte[] elf, int at) => Encoding.ASCII.GetString(elf, at, Array.IndexOf(elf, (byte)0, at) - at);
}
