using MudBlazor;

namespace GlpCommerce.Web.Layout;

/// <summary>The shop's colours and letters for MudBlazor. tokens.css is their source, and a test compares.</summary>
public static class ShopTheme
{
    private static readonly string[] Sans = ["Radio Canada", "system-ui", "sans-serif"];

    public static readonly MudTheme Theme = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#0c4a44", PrimaryContrastText = "#fffdf8", PrimaryDarken = "#083632",
            Secondary = "#b23f17", SecondaryContrastText = "#fffdf8",
            Tertiary = "#ee8a3c", TertiaryContrastText = "#1e2b28",
            Background = "#fffdf8", BackgroundGray = "#f6f1e7", Surface = "#ffffff",
            AppbarBackground = "#fffdf8", AppbarText = "#1e2b28", DrawerBackground = "#f6f1e7", DrawerText = "#1e2b28", DrawerIcon = "#4a5854",
            TextPrimary = "#1e2b28", TextSecondary = "#4a5854", TextDisabled = "#4a5854", ActionDefault = "#4a5854",
            LinesDefault = "#e2d9c8", TableLines = "#e2d9c8", Divider = "#e2d9c8", LinesInputs = "#7b776b",
            TableHover = "#e2efe9", TableStriped = "#00000000", Skeleton = "#e6d6b9",
            Success = "#1b6b3d", Warning = "#7a4b00", Error = "#a3173c", Info = "#0b5fc0",
            SuccessContrastText = "#fffdf8", WarningContrastText = "#fffdf8", ErrorContrastText = "#fffdf8", InfoContrastText = "#fffdf8",
            HoverOpacity = 0.06, RippleOpacity = 0,
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#8fd3c1", PrimaryContrastText = "#0b2723", PrimaryDarken = "#b2e4d6",
            Secondary = "#f6a06a", SecondaryContrastText = "#141b1a",
            Tertiary = "#e07f35", TertiaryContrastText = "#1e2b28",
            Background = "#141b1a", BackgroundGray = "#101615", Surface = "#1c2523",
            AppbarBackground = "#141b1a", AppbarText = "#f3eee3", DrawerBackground = "#101615", DrawerText = "#f3eee3", DrawerIcon = "#b9c0b8",
            TextPrimary = "#f3eee3", TextSecondary = "#b9c0b8", TextDisabled = "#b9c0b8", ActionDefault = "#b9c0b8",
            LinesDefault = "#36413d", TableLines = "#36413d", Divider = "#36413d", LinesInputs = "#8a938d",
            TableHover = "#203a35", TableStriped = "#00000000", Skeleton = "#7a6847",
            Success = "#8bd5a2", Warning = "#f0c875", Error = "#ff9db0", Info = "#8fc1ff",
            SuccessContrastText = "#141b1a", WarningContrastText = "#141b1a", ErrorContrastText = "#141b1a", InfoContrastText = "#141b1a",
            HoverOpacity = 0.06, RippleOpacity = 0,
        },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Sans, FontSize = "1.0625rem", LineHeight = "1.5", LetterSpacing = "0" },
            Body1 = new Body1Typography { FontFamily = Sans, FontSize = "1.0625rem", LineHeight = "1.5", LetterSpacing = "0" },
            Body2 = new Body2Typography { FontFamily = Sans, FontSize = ".9375rem", LineHeight = "1.5", LetterSpacing = "0" },
            Caption = new CaptionTypography { FontFamily = Sans, FontSize = ".8125rem", LineHeight = "1.5", LetterSpacing = "0" },
            Button = new ButtonTypography { FontFamily = Sans, FontSize = "1.0625rem", FontWeight = "600", LetterSpacing = "0", TextTransform = "none" },
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "8px", AppbarHeight = "72px", DrawerWidthLeft = "248px" },
        Shadows = Flat(),
    };

    /// <summary>A line parts what lies on the page; only what floats above it, from the eighth step on, has a shadow.</summary>
    private static Shadow Flat()
    {
        var shadow = new Shadow();
        for (var step = 1; step < shadow.Elevation.Length; step++)
        {
            shadow.Elevation[step] = step < 8 ? "none" : "var(--float)";
        }

        return shadow;
    }
}
