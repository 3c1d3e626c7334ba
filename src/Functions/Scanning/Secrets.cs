namespace StayPositive.Functions.Scanning;

/// <summary>Keys of the installation.</summary>
/// <param name="TombstoneKey">Of erased contents; the same for ever, at least 32 bytes.</param>
/// <param name="AuditKey">Of the audit sample, at least 16 bytes.</param>
internal sealed record Secrets(byte[] TombstoneKey, byte[] AuditKey);
