using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace StayPositive.RetrainJob.Data;

/// <summary>
/// The installation's secret of draws, used for splits: names contents in the ledger without telling their hashes (so that an erased content leaves nothing there), and draws a group's split by a
/// keyed hash that nobody can choose.
/// </summary>
/// <param name="key">At least 16 bytes.</param>
internal sealed class SplitKey(ReadOnlyMemory<byte> key)
{
    private const int NameBytes = 16;
    private const double Range = 1ul << 53; // doubles hold these integers exactly

    /// <summary>Name of a content, 32 hexadecimal digits.</summary>
    public string Name(string content) => Convert.ToHexStringLower(Mac("split-name " + content).AsSpan(0, NameBytes));

    /// <summary>A number of [0, 1) that belongs to a content for ever.</summary>
    public double Uniform(string content) => (BinaryPrimitives.ReadUInt64BigEndian(Mac("split-draw " + content)) >> 11) / Range;

    private byte[] Mac(string text) => HMACSHA256.HashData(key.Span, Encoding.ASCII.GetBytes(text));
}
