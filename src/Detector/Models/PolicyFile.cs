using System.Text.Json;
using StayPositive.Detector.Verdicts;

namespace StayPositive.Detector.Models;

/// <summary>A policy as JSON, by itself: the same format as a package's <c>policy.json</c>.</summary>
public static class PolicyFile
{
    /// <summary>Reads a policy; what it leaves out has its default.</summary>
    /// <exception cref="FormatException">It is not JSON, has an unknown member, or breaks a rule; the message is one sentence.</exception>
    public static Policy Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var policy = JsonSerializer.Deserialize(json, PolicyJson.Policy) ?? throw new FormatException("The policy is null.");
            policy.Check();
            return policy;
        }
        catch (Exception wrong) when (wrong is JsonException or ArgumentException)
        {
            throw new FormatException($"The policy cannot be used: {wrong.Message}", wrong);
        }
    }

    /// <summary>The bytes of a policy; the same policy always gives the same.</summary>
    public static byte[] Write(Policy policy) => JsonSerializer.SerializeToUtf8Bytes(policy, PolicyJson.Policy);
}
