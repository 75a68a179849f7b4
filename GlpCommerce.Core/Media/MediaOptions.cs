using System.ComponentModel.DataAnnotations;

namespace GlpCommerce.Core.Media;

public enum MediaProvider
{
    /// <summary>Files in the folder <c>media</c> under the data path.</summary>
    File,
}

public sealed class MediaOptions
{
    public const string Section = "Media";

    [EnumDataType(typeof(MediaProvider), ErrorMessage = "Media:Provider may be File.")]
    public MediaProvider Provider { get; set; }
}
