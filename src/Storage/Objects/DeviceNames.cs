namespace StayPositive.Storage.Objects;

/// <summary>Names that Windows keeps for devices, with any ending: a file "nul.json" there is the device.</summary>
internal static class DeviceNames
{
    /// <summary>True for "con", "nul.json", "COM1"; false for "console".</summary>
    public static bool Contains(string fileName)
    {
        var dot = fileName.IndexOf('.');
        var name = (dot < 0 ? fileName : fileName[..dot]).TrimEnd(' ').ToUpperInvariant();
        return name is "CON" or "PRN" or "AUX" or "NUL" or "CONIN$" or "CONOUT$"
            || (name.Length == 4 && (name.StartsWith("COM", StringComparison.Ordinal) || name.StartsWith("LPT", StringComparison.Ordinal))
                && (char.IsAsciiDigit(name[3]) || name[3] is '\u00B9' or '\u00B2' or '\u00B3'));
    }
}
