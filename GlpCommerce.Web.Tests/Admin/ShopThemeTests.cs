using System.Text.RegularExpressions;
using GlpCommerce.Web.Layout;
using GlpCommerce.Web.Tests.Support;
using MudBlazor;
using MudBlazor.Utilities;

namespace GlpCommerce.Web.Tests.Admin;

public sealed partial class ShopThemeTests
{
    /// <summary>Which token each colour of MudBlazor's is.</summary>
    private static readonly Dictionary<string, string> Tokens = new()
    {
        ["Primary"] = "strong", ["PrimaryContrastText"] = "on-strong", ["PrimaryDarken"] = "strong-hover",
        ["Secondary"] = "accent", ["SecondaryContrastText"] = "ground", ["Tertiary"] = "accent-fill",
        ["Background"] = "ground", ["BackgroundGray"] = "sunk", ["Surface"] = "paper",
        ["AppbarBackground"] = "ground", ["AppbarText"] = "ink", ["DrawerBackground"] = "sunk", ["DrawerText"] = "ink", ["DrawerIcon"] = "ink-2",
        ["TextPrimary"] = "ink", ["TextSecondary"] = "ink-2", ["TextDisabled"] = "ink-2", ["ActionDefault"] = "ink-2",
        ["LinesDefault"] = "line", ["TableLines"] = "line", ["Divider"] = "line", ["LinesInputs"] = "field",
        ["TableHover"] = "strong-soft", ["Skeleton"] = "top", ["Success"] = "ok", ["Warning"] = "caution", ["Error"] = "error", ["Info"] = "focus",
        ["SuccessContrastText"] = "ground", ["WarningContrastText"] = "ground", ["ErrorContrastText"] = "ground", ["InfoContrastText"] = "ground",
    };

    [Theory]
    [InlineData(false, ":root{")]
    [InlineData(true, ":root[data-theme=dark]{")]
    public void Every_colour_of_the_staffs_pages_is_a_token_of_the_shop(bool dark, string block)
    {
        var css = File.ReadAllText(Path.Combine(Repository.Root, "GlpCommerce.Web", "wwwroot", "tokens.css"));
        var body = css[(css.IndexOf(block, StringComparison.Ordinal) + block.Length)..];
        var values = Token().Matches(body[..body.IndexOf('}', StringComparison.Ordinal)]).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
        Palette palette = dark ? ShopTheme.Theme.PaletteDark : ShopTheme.Theme.PaletteLight;

        foreach (var (colour, token) in Tokens)
        {
            var drawn = new MudColor(typeof(Palette).GetProperty(colour)!.GetValue(palette)!.ToString()!).ToString(MudColorOutputFormats.Hex);
            Assert.Equal((colour, values[token]), (colour, drawn));
        }
    }

    [GeneratedRegex("--([a-z0-9-]+):(#[0-9a-f]{6})")]
    private static partial Regex Token();
}
