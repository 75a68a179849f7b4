using GlpCommerce.Web.Tests.Support;
using Microsoft.Playwright;

namespace GlpCommerce.Web.Tests.Browser;

/// <summary>Reads a page as it stands by the rules of axe-core, which <c>./test</c> installs.</summary>
internal static class Axe
{
    /// <summary>Nothing fades in: half a colour has half the contrast.</summary>
    private const string Calm = """
        addEventListener('DOMContentLoaded', () => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync('*,*::before,*::after{transition:none!important;animation-duration:0s!important;animation-delay:0s!important}');
          document.adoptedStyleSheets = [sheet];
        });
        """;

    private const string Run = """
        async ([over, onlyColours]) => {
          const lying = document.querySelector(over);
          const runOnly = onlyColours ? { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }
            : { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
          const found = await axe.run(lying ?? document, { runOnly, resultTypes: ['violations'], iframes: false, rules: onlyColours ? {} : { region: { enabled: !lying } } });
          return found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id} ${node.target.join(' ')}: ${node.failureSummary.replace(/\s+/g, ' ')} ${node.html.slice(0, 160)}`));
        }
        """;

    private static readonly string Rules = Path.Combine(Repository.Root, "GlpCommerce.Web.Tests", "Browser", "axe", "node_modules", "axe-core", "axe.min.js");

    /// <summary>Puts the rules into every document that the page will load; the browser does it itself, whatever the site's policy for scripts says.</summary>
    public static async Task BringAxeAsync(this IPage page)
    {
        Assert.True(File.Exists(Rules), $"`npm ci` has not been run in {Path.GetDirectoryName(Rules)}; ./test does it.");
        await page.AddInitScriptAsync(scriptPath: Rules);
        await page.AddInitScriptAsync(Calm);
    }

    /// <param name="over">What lies over a page; while it does, it alone is read.</param>
    public static async Task<IReadOnlyList<string>> ViolationsAsync(this IPage page, string over, bool onlyColours) =>
        await page.EvaluateAsync<string[]>(Run, new object[] { over, onlyColours });
}
