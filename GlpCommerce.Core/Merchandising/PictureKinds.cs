using System.Buffers.Binary;
using SkiaSharp;

namespace GlpCommerce.Core.Merchandising;

/// <summary>The three kinds of files that are taken, told by their bytes: decoders of other kinds never see what somebody sends.</summary>
internal static class PictureKinds
{
    private const int PngHead = 8;
    private const int RiffHead = 12;
    private const byte StartOfScan = 0xDA;
    private const byte EndOfJpeg = 0xD9;

    private static ReadOnlySpan<byte> Png => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static SKEncodedImageFormat? Of(ReadOnlySpan<byte> file) =>
        file is [0xFF, 0xD8, 0xFF, ..] ? SKEncodedImageFormat.Jpeg
        : file.StartsWith(Png) ? SKEncodedImageFormat.Png
        : file.Length >= RiffHead && file.StartsWith("RIFF"u8) && file[8..RiffHead].SequenceEqual("WEBP"u8) ? SKEncodedImageFormat.Webp
        : null;

    /// <summary>Whether the file goes on to the end that its own parts name. What stands behind the end does not count.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> file, SKEncodedImageFormat kind) => kind switch
    {
        SKEncodedImageFormat.Jpeg => ReadJpeg(file).IsWhole,
        SKEncodedImageFormat.Png => ReadPng(file).IsWhole,
        _ => BinaryPrimitives.ReadUInt32LittleEndian(file[4..]) + 8L <= file.Length,
    };

    /// <summary>Whether a PNG says that it moves, which the decoder does not: it would show its first picture.</summary>
    public static bool Moves(ReadOnlySpan<byte> file, SKEncodedImageFormat kind) => kind == SKEncodedImageFormat.Png && ReadPng(file).Moves;

    /// <summary>How often the decoder goes over all the pixels. A JPEG says so itself, in a few bytes each time.</summary>
    public static int ScansOf(ReadOnlySpan<byte> file, SKEncodedImageFormat kind) => kind == SKEncodedImageFormat.Jpeg ? ReadJpeg(file).Scans : 1;

    private static (bool IsWhole, bool Moves) ReadPng(ReadOnlySpan<byte> file)
    {
        var moves = false;
        for (long at = PngHead; at + 12 <= file.Length;)
        {
            var chunk = file[(int)at..];
            if (chunk[4..8].SequenceEqual("IEND"u8))
            {
                return (true, moves);
            }

            moves |= chunk[4..8].SequenceEqual("acTL"u8);
            at += BinaryPrimitives.ReadUInt32BigEndian(chunk) + 12L;
        }

        return (false, moves);
    }

    private static (bool IsWhole, int Scans) ReadJpeg(ReadOnlySpan<byte> file)
    {
        var scans = 0;
        for (var at = 2; at + 1 < file.Length;)
        {
            var mark = file[at + 1];
            if (file[at] != 0xFF || IsFilling(mark))
            {
                // Pixels, or bytes that fill a gap.
                at++;
                continue;
            }

            if (mark == EndOfJpeg)
            {
                return (true, scans);
            }

            scans += mark == StartOfScan ? 1 : 0;
            at += 2;
            if (at + 1 < file.Length)
            {
                at += BinaryPrimitives.ReadUInt16BigEndian(file[at..]);
            }
        }

        return (false, scans);
    }

    /// <summary>What follows 0xFF and begins no part: a byte of pixels, a restart, or another 0xFF.</summary>
    private static bool IsFilling(byte mark) => mark is 0x00 or 0x01 or 0xFF or (>= 0xD0 and <= 0xD8);
}
