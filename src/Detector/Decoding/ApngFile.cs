using System.Buffers.Binary;

namespace StayPositive.Detector.Decoding;

/// <summary>The frames of an animated PNG (W3C PNG, third edition, 11.3.4). libvips shows its default image only.</summary>
internal sealed class ApngFile
{
    private const int HeaderLength = 13;
    private const int ControlLength = 26;
    private const int SequenceLength = 4;

    private ApngFile(ReadOnlyMemory<byte> bytes) => Bytes = bytes;

    public ReadOnlyMemory<byte> Bytes { get; }

    public int Width { get; private set; }

    public int Height { get; private set; }

    /// <summary>The header's data, 13 bytes.</summary>
    public ReadOnlyMemory<byte> Header { get; private set; }

    /// <summary>Palette and transparency, which hold for all frames.</summary>
    public List<(int Kind, int Length)> Shared { get; } = [];

    /// <summary>In order.</summary>
    public List<ApngFrame> Frames { get; } = [];

    /// <summary>True when the default image is not a frame: viewers that know animations never show it, all others show nothing else.</summary>
    public bool HasExtraDefaultImage { get; private set; }

    /// <exception cref="DecodeException">The chunks break the rules.</exception>
    public static ApngFile Read(ReadOnlyMemory<byte> bytes)
    {
        var file = new ApngFile(bytes);
        if (!file.TryRead(out var stated) || stated != file.Frames.Count || file.Frames.Any(frame => frame.Data.Count == 0))
            throw DecodeException.Corrupt(ImageFormat.Png);
        return file;
    }

    private bool TryRead(out long stated)
    {
        var bytes = Bytes.Span;
        var (at, sequence, dataSeen) = (PngChunks.Signature.Length, 0u, false);
        stated = -1;
        while (PngChunks.TryRead(bytes, ref at, out var kind, out var length))
        {
            var data = bytes.Slice(kind + 4, length);
            switch (bytes.Slice(kind, 4))
            {
                case [(byte)'I', (byte)'H', (byte)'D', (byte)'R'] when length == HeaderLength && Width == 0:
                    (Width, Height, Header) = (BinaryPrimitives.ReadInt32BigEndian(data), BinaryPrimitives.ReadInt32BigEndian(data[4..]), Bytes.Slice(kind + 4, length));
                    if (Width <= 0 || Height <= 0)
                        return false;
                    break;
                case [(byte)'P', (byte)'L', (byte)'T', (byte)'E'] or [(byte)'t', (byte)'R', (byte)'N', (byte)'S'] when !dataSeen:
                    Shared.Add((kind, length));
                    break;
                case [(byte)'a', (byte)'c', (byte)'T', (byte)'L'] when length == 8 && stated < 0 && !dataSeen:
                    stated = BinaryPrimitives.ReadUInt32BigEndian(data);
                    break;
                case [(byte)'f', (byte)'c', (byte)'T', (byte)'L']:
                    if (length != ControlLength || BinaryPrimitives.ReadUInt32BigEndian(data) != sequence++ || !AddFrame(data))
                        return false;
                    break;
                case [(byte)'I', (byte)'D', (byte)'A', (byte)'T']:
                    HasExtraDefaultImage |= Frames.Count == 0;
                    if (!HasExtraDefaultImage)
                        Frames[0].Data.Add((kind + 4, length));
                    dataSeen = true;
                    break;
                case [(byte)'f', (byte)'d', (byte)'A', (byte)'T']:
                    if (length < SequenceLength || Frames.Count == 0 || BinaryPrimitives.ReadUInt32BigEndian(data) != sequence++ || !PngChunks.IsIntact(bytes, kind, length))
                        return false;
                    Frames[^1].Data.Add((kind + 4 + SequenceLength, length - SequenceLength));
                    break;
                case [(byte)'I', (byte)'E', (byte)'N', (byte)'D']:
                    return true;
            }
        }

        return false;
    }

    private bool AddFrame(ReadOnlySpan<byte> control)
    {
        uint Number(ReadOnlySpan<byte> from) => BinaryPrimitives.ReadUInt32BigEndian(from);
        var (width, height, x, y) = ((long)Number(control[4..]), (long)Number(control[8..]), (long)Number(control[12..]), (long)Number(control[16..]));
        if (width == 0 || height == 0 || x + width > Width || y + height > Height || control[24] > 2 || control[25] > 1)
            return false;
        Frames.Add(new ApngFrame((int)x, (int)y, (int)width, (int)height, control[24], control[25] == 1, []));
        return true;
    }
}
