using System.Globalization;
using GlpCommerce.Core.Common;

namespace GlpCommerce.Core.Merchandising;

/// <summary>Why a picture cannot be taken so, in words for staff.</summary>
public static class PictureProblems
{
    public static readonly Problem Unknown = new("picture.unknown", "This picture is no longer there. Somebody may have removed it.");

    public static readonly Problem Empty = new("picture.empty", "This file is empty.");

    public static readonly Problem TooLarge = new("picture.too_large", $"This file is larger than {PictureLimits.MostBytes / 1024 / 1024} MB. Save the picture smaller, or with less quality, and add it again.");

    public static readonly Problem NoPicture = new("picture.kind", "This file is no JPEG, PNG or WebP picture, whatever its name says.");

    public static readonly Problem Moves = new("picture.animated", "This picture moves. Choose one that stands still.");

    public static readonly Problem BrokenOff = new("picture.broken_off", "This picture breaks off before its end. Fetch the file anew and add it again.");

    public static readonly Problem TooManyScans = new(
        "picture.too_many_scans", $"This picture comes in more than {PictureLimits.MostScans} passes, which no camera and no program writes. Save it anew as a JPEG and add it again.");

    public static readonly Problem AltMissing = new("picture.no_description", "Say in a few words what the picture shows: who cannot see it hears this.", "alt");

    public static readonly Problem AltTooLong = new("picture.description_too_long", $"At most {PictureLimits.LongestAlt} characters, please.", "alt");

    public static readonly Problem TooMany = new("picture.too_many", $"A product has {PictureLimits.Most} pictures at most. Remove one first.");

    public static readonly Problem NotKept = new("picture.not_kept", "The shop cannot keep files just now. Nothing was saved; try again in a moment.");

    public static Problem TooManyPixels(int width, int height) => new(
        "picture.too_many_pixels",
        string.Create(CultureInfo.InvariantCulture, $"This picture is {width:N0} by {height:N0} pixels, which is more than {PictureLimits.MostPixels / 1_000_000} million. Save it smaller and add it again."));

    public static Problem TooSmall(int width, int height) => new(
        "picture.too_small", string.Create(CultureInfo.InvariantCulture, $"This picture is {width:N0} by {height:N0} pixels. It needs {PictureLimits.LeastSide} at least on each side."));

    public static Problem TooNarrow(int width, int height) => new(
        "picture.too_narrow", string.Create(CultureInfo.InvariantCulture, $"This picture is {width:N0} by {height:N0} pixels. One side may be {PictureLimits.MostTimesAsLong} times as long as the other at most."));
}

/// <summary>What a picture may be.</summary>
public static class PictureLimits
{
    public const int MostBytes = 10 * 1024 * 1024;
    public const long MostPixels = 40_000_000;
    public const int LeastSide = 100;
    public const int MostTimesAsLong = 4;
    /// <summary>
    /// Times that a JPEG may go over its pixels. Usual programs write ten; a hostile file of 90 kB takes the hundred that the decoder
    /// bears, and a decoder cannot be stopped.
    /// </summary>
    public const int MostScans = 32;
    public const int LongestAlt = 200;

    /// <summary>Pictures of one product.</summary>
    public const int Most = 8;
}
