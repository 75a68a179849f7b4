using System.Text.RegularExpressions;
using GlpCommerce.Web.Admin;
using Microsoft.AspNetCore.Components;
using Microsoft.Playwright;

namespace GlpCommerce.Web.Tests.Browser;

/// <summary>Goes through pages and looks at each in both colour schemes, on a phone and on a desk. Which pages there are it asks the program.</summary>
internal sealed partial class PageWalk(IPage page)
{
    private const int Tall = 900;
    private const int Desk = 1280;
    private const int Phone = 390;

    /// <summary>What lies over a page.</summary>
    private const string Over = ".mud-dialog, .mud-popover-open";

    private const string IsDressed = """
        () => {
          const probe = document.body.appendChild(document.createElement('i'));
          const colour = name => { probe.style.color = `var(${name})`; return getComputedStyle(probe).color; };
          const isSame = colour('--mud-palette-surface') === colour('--paper');
          probe.remove();
          return isSame;
        }
        """;

    /// <summary>What is pressed in the stock room, on a tablet. A link amid words is as tall as they are.</summary>
    private const string TooSmall = """
        () => [...document.querySelectorAll('#main button, #main select, #main input, #main textarea, #main summary, .mud-dialog button, .top a, .mud-table-cell a')].filter(thing => {
          if (!thing.checkVisibility() || thing.type === 'hidden' || thing.closest('.vh')) return false;
          const box = (thing.closest('label, .mud-input, .mud-checkbox, .mud-radio') ?? thing).getBoundingClientRect();
          return box.width > 1 && box.height > 1 && box.height < 43.5;
        }).map(thing => `${thing.outerHTML.slice(0, 160)} ${thing.getBoundingClientRect().height}`)
        """;

    private const string TooWide = "document.documentElement.scrollWidth - document.documentElement.clientWidth";

    private const int Tablet = 768;

    private static readonly int[] Narrow = [320, Phone, Tablet];

    private readonly HashSet<string> _links = [];
    private readonly HashSet<string> _looked = [];

    /// <summary>The addresses of all pages, as their components say them.</summary>
    public static IReadOnlyList<string> Templates { get; } =
    [
        .. typeof(StaffPages).Assembly.GetTypes().SelectMany(type => type.GetCustomAttributes(typeof(RouteAttribute), false).Cast<RouteAttribute>()).Select(route => route.Template).Order(StringComparer.Ordinal),
    ];

    private bool IsStaff => new Uri(page.Url).AbsolutePath.StartsWith(StaffPages.Root, StringComparison.Ordinal);

    /// <summary>What was found, and where.</summary>
    public List<string> Wrong { get; } = [];

    /// <summary>Opens an address, and looks at what it leads to unless that was seen before.</summary>
    public async Task OpenAsync(string path)
    {
        await page.GotoAsync(path);
        await ComeToRestAsync();
        _links.UnionWith(await page.Locator("a[href^='/']").EvaluateAllAsync<string[]>("links => links.map(link => link.getAttribute('href'))"));
        if (!_looked.Contains(new Uri(page.Url).PathAndQuery))
        {
            await LookAsync(page.Url);
            await LookIntoAsync(page.Url);
        }
    }

    /// <summary>Opens all pages that need nothing in their address, and then one of each kind to which a link was seen.</summary>
    public async Task OpenAllAsync(IEnumerable<string> templates)
    {
        var (plain, below) = (templates.Where(template => !template.Contains('{')).ToList(), templates.Where(template => template.Contains('{')).ToList());
        foreach (var path in plain.Where(template => !IsSeen(template)))
        {
            await OpenAsync(path);
        }

        foreach (var template in below.Where(template => !IsSeen(template)).ToList())
        {
            if (_links.FirstOrDefault(link => Matches(template, link) && !plain.Contains(PathOf(link))) is { } link)
            {
                await OpenAsync(link);
            }
        }
    }

    /// <summary>The pages of which none was looked at.</summary>
    public IEnumerable<string> Missed(IEnumerable<string> templates) => templates.Where(template => !IsSeen(template));

    /// <summary>Looks at what stands on the page now.</summary>
    public async Task LookAsync(string what)
    {
        _looked.Add(new Uri(page.Url).PathAndQuery);
        await NoteAsync(what, Desk, ColorScheme.Light);
        foreach (var width in Narrow)
        {
            await page.SetViewportSizeAsync(width, Tall);
            NoteWidth(what, width, await page.EvaluateAsync<int>(TooWide));
            if (width == Tablet && IsStaff)
            {
                Wrong.AddRange((await page.EvaluateAsync<string[]>(TooSmall)).Select(thing => $"{what}: too small for a finger: {thing}"));
            }
        }

        await NoteAsync(what, Phone, ColorScheme.Light);
        await NoteAsync(what, Phone, ColorScheme.Dark);
        await NoteAsync(what, Desk, ColorScheme.Dark);
        await DressAsync(ColorScheme.Light);
    }

    /// <summary>Looks at another state of a page that was looked at, where a screen is narrowest and colours are fewest.</summary>
    public async Task GlanceAsync(string what)
    {
        await ComeToRestAsync();
        await NoteAsync(what, Phone, ColorScheme.Light);
        NoteWidth(what, Phone, await page.EvaluateAsync<int>(TooWide));
        await NoteAsync(what, Desk, ColorScheme.Dark);
        await DressAsync(ColorScheme.Light);
    }

    /// <summary>Waits until the page changes no more by itself.</summary>
    public async Task ComeToRestAsync()
    {
        await Assertions.Expect(page.Locator("h1").First).ToBeVisibleAsync();
        await page.EvaluateAsync("""
            () => new Promise(done => {
              let rest = setTimeout(done, 150);
              new MutationObserver(() => { clearTimeout(rest); rest = setTimeout(done, 150); }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
            })
            """);
    }

    /// <summary>Opens with the keyboard what a page opens over itself, one of each kind, looks at it and closes it: who did so stands where they stood before.</summary>
    public async Task LookIntoAsync(string what)
    {
        var openers = page.Locator("#main [aria-haspopup]:visible");
        var seen = new HashSet<string>();
        for (var i = 0; i < await openers.CountAsync(); i++)
        {
            var opener = openers.Nth(i);
            var name = (await opener.TextContentAsync())!.Trim();
            if (!seen.Add(name))
            {
                continue;
            }

            await opener.PressAsync("Enter");
            await Assertions.Expect(page.Locator(Over).First).ToBeVisibleAsync();
            await ComeToRestAsync();
            await LookAsync($"{what}, {name}");
            await page.Keyboard.PressAsync("Escape");
            await Assertions.Expect(page.Locator(Over)).ToHaveCountAsync(0);
            Wrong.AddRange(await HasFocusAsync(opener) ? [] : [$"{what}: after {name} the focus is lost"]);
        }
    }

    private static async Task<bool> HasFocusAsync(ILocator opener)
    {
        try
        {
            await Assertions.Expect(opener).ToBeFocusedAsync();
            return true;
        }
        catch (PlaywrightException)
        {
            return false;
        }
    }

    private void NoteWidth(string what, int width, int over) => Wrong.AddRange(over > 0 ? [$"{what} at {width} px: {over} px too wide"] : []);

    private async Task NoteAsync(string what, int width, ColorScheme scheme)
    {
        await page.SetViewportSizeAsync(width, Tall);
        await DressAsync(scheme);
        // Both schemes have the same elements: the second time only the colours are new.
        var found = await page.ViolationsAsync(Over, onlyColours: scheme == ColorScheme.Dark);
        Wrong.AddRange(found.Select(violation => $"{what} at {width} px, {scheme}: {violation}"));
    }

    /// <summary>MudBlazor's colours follow by way of the circuit.</summary>
    private async Task DressAsync(ColorScheme scheme)
    {
        await page.EmulateMediaAsync(new() { ColorScheme = scheme });
        if (IsStaff)
        {
            await page.WaitForFunctionAsync(IsDressed);
        }
    }

    private bool IsSeen(string template) => _looked.Any(path => Matches(template, path) && (!template.Contains('{') || !Templates.Contains(PathOf(path))));

    private static bool Matches(string template, string path) => Regex.IsMatch(PathOf(path), $"^{Parameter().Replace(template, match => match.Value.EndsWith(":int}", StringComparison.Ordinal) ? "[0-9]+" : "[^/.]+")}$");

    private static string PathOf(string path) => path.Split('?', '#')[0];

    [GeneratedRegex("\\{[^}]+\\}")]
    private static partial Regex Parameter();
}
