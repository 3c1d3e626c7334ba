namespace StayPositive.Detector.Decoding;

/// <summary>The frame header of a JPEG file (ITU-T T.81, B.2.2).</summary>
/// <param name="Kind">The n of SOFn: 0 baseline, 1 extended, 2 progressive, 3 lossless, 9 and 10 arithmetic coding, ...</param>
/// <param name="BitsPerSample">8, or 12 in medical and scientific files; 2..16 if lossless.</param>
internal readonly record struct JpegFrame(int Kind, int BitsPerSample)
{
    /// <summary>True for the kinds that libjpeg-turbo decodes to 8-bit samples.</summary>
    public bool IsDecodable => BitsPerSample == 8 && Kind is 0 or 1 or 2 or 9 or 10;
}
