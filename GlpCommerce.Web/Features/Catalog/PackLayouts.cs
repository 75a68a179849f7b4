using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GlpCommerce.Web.Features.Catalog;

/// <summary>Where a word stands on a pack. The numbers are units of the 240 by 228 box every pack is drawn in.</summary>
public sealed class PackWord
{
    private string? _opening;

    public double X { get; init; }
    public double Y { get; init; }
    public double Size { get; init; }
    public int Weight { get; init; }
    public string Anchor { get; init; } = "start";
    public double Spacing { get; init; }
    public double UnitSize { get; init; }

    /// <summary>The unit is followed by what it counts, on the same line.</summary>
    public bool WithWhat { get; init; }

    /// <summary>The start of the word's element, the same on every pack. It is written once: a shelf has a hundred of them.</summary>
    public string Opening => _opening ??= Open();

    private string Open()
    {
        var tag = new StringBuilder();
        tag.Append(CultureInfo.InvariantCulture, $"<text x=\"{X}\" y=\"{Y}\" font-size=\"{Size}\" font-weight=\"{Weight}\"");
        if (Anchor != "start")
        {
            tag.Append(" text-anchor=\"").Append(Anchor).Append('"');
        }

        if (Spacing != 0)
        {
            tag.Append(CultureInfo.InvariantCulture, $" letter-spacing=\"{Spacing}\"");
        }

        return tag.Append('>').ToString();
    }
}

/// <summary>The words of one template: a name in two lines, and the number either large or in a line of its own.</summary>
public sealed record PackLayout
{
    /// <summary>Whether the drawing has a part that lies over the words.</summary>
    public bool Front { get; init; }
    public required PackWord Line1 { get; init; }
    public required PackWord Line2 { get; init; }
    public PackWord? Num { get; init; }
    public PackWord? What { get; init; }
    public PackWord? Inline { get; init; }
}

/// <summary>The layouts of all templates; the drawings themselves are symbols in <c>packs.svg</c>.</summary>
public sealed class PackLayouts
{
    private const string Resource = "GlpCommerce.Web.Features.Catalog.Packs.packs-layout.json";
    private const string Fallback = "sachet-box";

    private static readonly JsonSerializerOptions Reading = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private readonly Dictionary<string, PackLayout> _layouts;

    private PackLayouts(Dictionary<string, PackLayout> layouts) => _layouts = layouts;

    /// <summary>The names of all templates.</summary>
    public IReadOnlyList<string> Templates => [.. _layouts.Keys.Order()];

    /// <summary>The layout of a template; a template nobody has drawn yet becomes a plain box.</summary>
    public (string Template, PackLayout Layout) For(string template) =>
        _layouts.TryGetValue(template, out var layout) ? (template, layout) : (Fallback, _layouts[Fallback]);

    public static PackLayouts Load()
    {
        using var file = typeof(PackLayouts).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is not part of the assembly.");
        return new PackLayouts(JsonSerializer.Deserialize<Dictionary<string, PackLayout>>(file, Reading)!);
    }
}
