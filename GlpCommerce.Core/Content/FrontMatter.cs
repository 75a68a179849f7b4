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
        var (yaml, text) = Split(file);
        if (yaml is null)
        {
            throw new FormatException("The file must start with a head between two lines of three dashes.");
        }

        try
        {
            var head = Yaml.Deserialize<T?>(yaml) ?? throw new FormatException("The head of the file is empty.");
            return (head, text);
        }
        catch (YamlDotNet.Core.YamlException error)
        {
            throw new FormatException($"The head of the file cannot be read: {error.Message}", error);
        }
    }

    /// <summary>The head as it stands, or null when there is none, and the text below it.</summary>
    public static (string? Yaml, string Text) Split(string file)
    {
        var lines = file.ReplaceLineEndings("\n");
        var end = lines.StartsWith("---\n", StringComparison.Ordinal) ? lines.IndexOf("\n---\n", 3, StringComparison.Ordinal) : -1;
        return end < 0 ? (null, lines.Trim()) : (lines[Math.Min(4, end)..end], lines[(end + 5)..].Trim());
    }
}
