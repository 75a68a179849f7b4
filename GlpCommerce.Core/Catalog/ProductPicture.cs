namespace GlpCommerce.Core.Catalog;

public enum PictureState
{
    /// <summary>Kept as it came; a job makes the shop's own files of it.</summary>
    Waiting,

    /// <summary>In the shop.</summary>
    Ready,

    /// <summary>It could not be used; see <see cref="ProductPicture.Trouble"/>.</summary>
    Failed,
}

/// <summary>A picture of a product. Shoppers see it once it is ready.</summary>
public sealed class ProductPicture
{
    public int Id { get; init; }
    public int ProductId { get; init; }

    /// <summary>Its place among the product's pictures, from 0; the first stands on shelves.</summary>
    public int Position { get; set; }

    /// <summary>What it shows, in words.</summary>
    public required string Alt { get; set; }

    /// <summary>The unguessable part of its files' names; see <see cref="PictureSizes.KeyOf"/>.</summary>
    public required string Key { get; init; }

    /// <summary>The media key of the file as it came, which nobody but the shop reads; null once it is gone.</summary>
    public string? Original { get; set; }

    /// <summary>Of the largest file; 0 until it is ready.</summary>
    public int Width { get; set; }
    public int Height { get; set; }
    public PictureState State { get; set; }

    /// <summary>What staff should know of it: why it failed, or why it still waits.</summary>
    public string? Trouble { get; set; }
    public DateTime AddedAt { get; init; }

    /// <summary>When it became ready or failed.</summary>
    public DateTime? DoneAt { get; set; }
}

/// <summary>A picture as the shop shows it.</summary>
/// <param name="Width">Of the largest file.</param>
public sealed record ShownPicture(string Key, string Alt, int Width, int Height)
{
    /// <summary>The widths in which there are files, each once, the smallest first.</summary>
    public IEnumerable<(PictureSize Size, int Width)> Files =>
        Enum.GetValues<PictureSize>().Select(size => (Size: size, Width: Math.Min(Width, size.MostWidth()))).DistinctBy(file => file.Width);
}

public enum PictureSize
{
    Small,
    Medium,
    Large,
}

/// <summary>The sizes in which the shop keeps a picture, and what their files are called.</summary>
public static class PictureSizes
{
    private const int Letters = 22;

    private static readonly int[] Widths = [320, 640, 1280];
    private static readonly string[] Names = ["small.webp", "medium.webp", "large.webp"];

    /// <summary>A smaller picture is not enlarged.</summary>
    public static int MostWidth(this PictureSize size) => Widths[(int)size];

    public static string KeyOf(string key, PictureSize size) => $"products/{key}/{Names[(int)size]}";

    /// <returns>The media key of a file that may be shown to everybody, or null.</returns>
    public static string? PublicKeyOf(string key, string file) =>
        key.Length == Letters && key.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_') && Names.Contains(file) ? $"products/{key}/{file}" : null;
}
