using System.ComponentModel.DataAnnotations;

namespace GlpCommerce.Core.Media;

public enum MediaProvider
{
    /// <summary>Files in the folder <c>media</c> under the data path.</summary>
    File,

    /// <summary>A bucket of a store that speaks S3.</summary>
    S3,
}

public sealed class MediaOptions
{
    public const string Section = "Media";

    [EnumDataType(typeof(MediaProvider), ErrorMessage = "Media:Provider may be File or S3.")]
    public MediaProvider Provider { get; set; }

    public S3Options S3 { get; set; } = new();
}

/// <summary>Where the bucket is, and who may use it.</summary>
public sealed class S3Options
{
    /// <summary>The store's own address, without the bucket.</summary>
    public string ServiceUrl { get; set; } = "";
    public string Bucket { get; set; } = "";
    public string AccessKey { get; set; } = "";
    public string SecretKey { get; set; } = "";

    /// <summary>What requests are signed for; stores without regions take any.</summary>
    public string Region { get; set; } = "us-east-1";
}
