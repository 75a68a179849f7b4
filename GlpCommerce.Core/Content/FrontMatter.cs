using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace GlpCommerce.Core.Content;

/// <summary>Splits a Markdown file into its YAML head and its text.</summary>
internal static class FrontMatter
{
    private static readonly IDeserializer Yaml = new DeserializerBuilder()
        .WithNamingConvention(UnderscoredNamingConvention.Instance).IgnoreUnmatchedProperties().Build();

    /// <exception cref="FormatException">The file has no head, or the head is no YAML.</exception>
    public static (T Head, string Text) Read<T>(string file)
    {
        var lines = file.ReplaceLineEndings("\n");
        var end = lines.StartsWith("---\n", StringComparison.Ordinal) ? lines.IndexOf("\n---\n", 4, StringComparison.Ordinal) : -1;
        if (end < 0)
        {
            throw new FormatException("The file must start with a head between two lines of three dashes.");
        }

        try
        {
            var head = Yaml.Deserialize<T?>(lines[4..end]) ?? throw new FormatException("The head of the file is empty.");
            return (head, lines[(end + 5)..].Trim());
        }
        catch (YamlDotNet.Core.YamlException error)
        {
            throw new FormatException($"The head of the file cannot be read: {error.Message}", error);
        }
    }
}
