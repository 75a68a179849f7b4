using System.Buffers.Binary;
using System.Text;
using SkiaSharp;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>Pictures as people send them, sound and otherwise.</summary>
internal static class PictureFile
{
    private const string Place = "GPS 41.8781 N 87.6298 W";

    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(i => Enumerable.Range(0, 8).Aggregate((uint)i, (c, _) => (c & 1) == 1 ? 0xEDB88320 ^ (c >> 1) : c >> 1))];

    /// <summary>A picture whose left half is red and whose right half is blue.</summary>
    public static byte[] Of(SKEncodedImageFormat kind, int width = 800, int height = 600)
    {
        using var bitmap = new SKBitmap(width, height);
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(SKColors.Blue);
            canvas.DrawRect(0, 0, width / 2f, height, new SKPaint { Color = SKColors.Red });
        }

        using var file = bitmap.Encode(kind, 90);
        return file.ToArray();
    }

    public static byte[] Jpeg(int width = 800, int height = 600) => Of(SKEncodedImageFormat.Jpeg, width, height);

    /// <summary>A photo that says where it was taken, by a camera that was turned.</summary>
    /// <param name="orientation">EXIF's number, from 1 to 8.</param>
    public static byte[] Photo(ushort orientation = 1, int width = 800, int height = 600)
    {
        var tags = new List<byte>();
        tags.AddRange("Exif\0\0II*\0"u8);
        tags.AddRange([8, 0, 0, 0, 2, 0]);
        tags.AddRange([0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0]);
        tags.AddRange([0x0E, 0x01, 2, 0, (byte)(Place.Length + 1), 0, 0, 0, 38, 0, 0, 0]);
        tags.AddRange([0, 0, 0, 0]);
        tags.AddRange(Encoding.ASCII.GetBytes(Place + "\0"));
        byte[] head = [0xFF, 0xE1, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(2), (ushort)(tags.Count + 2));
        var jpeg = Jpeg(width, height);
        return [.. jpeg[..2], .. head, .. tags, .. jpeg[2..]];
    }

    /// <summary>A JPEG whose grey pixels come in so many passes: each is a few bytes in the file, and work for every block of pixels.</summary>
    public static byte[] InScans(int scans, int width = 800, int height = 600)
    {
        var blocks = ((width + 7) / 8) * ((height + 7) / 8);
        byte[] size = [(byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width];
        byte[] onlyCode = [1, .. new byte[15]];
        byte[] head =
        [
            0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0, .. Enumerable.Repeat((byte)1, 64), 0xFF, 0xC2, 0, 11, 8, .. size, 1, 1, 0x11, 0,
            0xFF, 0xC4, 0, 20, 0x00, .. onlyCode, 0, 0xFF, 0xC4, 0, 20, 0x10, .. onlyCode, 0xE0,
        ];
        // No block differs from the one before it, and 16,384 of them have nothing to refine.
        byte[] first = [.. Scan(0, 0, 0), .. new byte[(blocks + 7) / 8]];
        byte[] refining = [.. Scan(1, 63, 0x10), .. new byte[((((blocks + 16_383) / 16_384) * 15) + 7) / 8]];
        return [.. head, .. first, .. Enumerable.Repeat(refining, scans - 1).SelectMany(scan => scan), 0xFF, 0xD9];

        static byte[] Scan(byte from, byte to, byte bits) => [0xFF, 0xDA, 0, 8, 1, 1, 0, from, to, bits];
    }

    public static bool SaysWhere(byte[] file) => file.AsSpan().IndexOf("GPS"u8) >= 0 || file.AsSpan().IndexOf("Exif"u8) >= 0 || file.AsSpan().IndexOf("EXIF"u8) >= 0;

    /// <summary>A small file that says that it holds an enormous picture.</summary>
    public static byte[] Enormous(int width = 10_000, int height = 6_000)
    {
        var png = Of(SKEncodedImageFormat.Png);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), height);
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Crc(png.AsSpan(12, 17)));
        return png;
    }

    /// <summary>A PNG that is whole by its parts, and whose pixels are not.</summary>
    public static byte[] Damaged()
    {
        var png = Of(SKEncodedImageFormat.Png);
        var pixels = png.AsSpan().IndexOf("IDAT"u8);
        png.AsSpan(pixels + 30, 60).Fill(0x5A);
        return png;
    }

    /// <summary>A WebP of two frames.</summary>
    public static byte[] Moving()
    {
        var still = Of(SKEncodedImageFormat.Webp);
        var picture = still.AsSpan(12, still.Length - 12).ToArray();
        byte[] size = [.. Three(799), .. Three(599)];
        byte[] frame = [0, 0, 0, 0, 0, 0, .. size, 100, 0, 0, 0, .. picture];
        byte[] body = [.. "WEBP"u8, .. Chunk("VP8X"u8, [2, 0, 0, 0, .. size]), .. Chunk("ANIM"u8, new byte[6]), .. Chunk("ANMF"u8, frame), .. Chunk("ANMF"u8, frame)];
        return Chunk("RIFF"u8, body);
    }

    /// <summary>A PNG that says that it has two frames.</summary>
    public static byte[] MovingPng()
    {
        var png = Of(SKEncodedImageFormat.Png);
        byte[] named = [.. "acTL"u8, 0, 0, 0, 2, 0, 0, 0, 0];
        var sum = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(sum, Crc(named));
        return [.. png[..33], 0, 0, 0, 8, .. named, .. sum, .. png[33..]];
    }

    /// <summary>What the shop has kept, as a picture.</summary>
    public static SKBitmap Read(byte[] file) => SKBitmap.Decode(file);

    private static byte[] Three(int number) => [(byte)number, (byte)(number >> 8), (byte)(number >> 16)];

    private static byte[] Chunk(ReadOnlySpan<byte> name, byte[] body)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, body.Length);
        return [.. name, .. length, .. body, .. new byte[body.Length % 2]];
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc = CrcTable[(crc ^ value) & 0xFF] ^ (crc >> 8);
        }

        return ~crc;
    }
}
