using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using GlpCommerce.Web.Tests.Support;
using GlpCommerce.Web.Tests.Support.Pages;

namespace GlpCommerce.Web.Tests.Web;

/// <summary>What holds for every page, whatever is on it.</summary>
[Collection(WholeSite.Name)]
public sealed class EveryPageTests(WholeSite site)
{
    private static readonly string[] Entrances = ["/", "/shop", "/learn", "/shop/supplements", "/shop/meal-prep", "/shop/fitness", "/shop/wellness"];

    [Fact]
    public void The_site_map_lists_all_that_is_worth_reading()
    {
        Assert.Equal(127, site.Listed.Count(path => path.StartsWith("/products/", StringComparison.Ordinal)));
        Assert.Equal(12, site.Listed.Count(path => path.StartsWith("/learn/", StringComparison.Ordinal)));
        Assert.Empty(Entrances.Except(site.Listed));
    }

    [Fact]
    public void Every_page_answers() => None(page => page.Status != HttpStatusCode.OK);

    [Fact]
    public void Every_page_has_one_heading_of_the_first_order() => None(page => page.Document.QuerySelectorAll("h1").Length != 1 || page.Heading == "");

    [Fact]
    public void Every_page_has_a_title() => None(page => string.IsNullOrWhiteSpace(page.Document.Title));

    [Fact]
    public void No_two_pages_of_the_site_map_have_one_title() => Assert.Empty(site.All.Where(page => site.Listed.Contains(page.Path))
        .GroupBy(page => page.Document.Title, page => page.Path).Where(same => same.Distinct().Count() > 1).Select(same => $"{same.Key}: {string.Join(", ", same)}"));

    [Fact]
    public void Headings_skip_no_level() => None(page =>
    {
        var levels = page.Document.QuerySelectorAll("h1, h2, h3, h4, h5, h6").Select(h => h.LocalName[1] - '0').Prepend(0).ToList();
        return levels.Zip(levels.Skip(1)).Any(pair => pair.Second > pair.First + 1);
    });

    [Theory]
    [InlineData("/pages/privacy")]
    [InlineData("/pages/health-data")]
    public void Every_page_leads_to_the_privacy_notice_and_the_consumer_health_data_policy(string policy) =>
        None(page => page.Document.QuerySelector($"a[href='{policy}']") is null);

    [Fact]
    public void No_page_holds_an_inline_script() =>
        None(page => page.Document.Scripts.Any(script => script.Source is null && script.Type != "application/ld+json"));

    [Fact]
    public void No_page_holds_a_script_in_an_attribute() => None(page => page.Document.All.Any(element =>
        element.Attributes.Any(a => a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase) || a.Value.TrimStart().StartsWith("javascript:", StringComparison.OrdinalIgnoreCase))));

    [Fact]
    public void No_page_holds_an_inline_style() => None(page => page.Document.QuerySelector("style, [style]") is not null);

    [Fact]
    public void No_page_loads_anything_from_another_host_or_sends_a_form_there()
    {
        string[] loading = ["src", "srcset", "poster", "data", "action", "formaction", "ping", "background"];
        None(page => page.Document.All.Any(element =>
            loading.Any(name => IsForeign(element.GetAttribute(name)))
            || (element.LocalName is "use" or "image" && IsForeign(element.GetAttribute("href")))
            || (element is IHtmlLinkElement { Relation: not "canonical" } link && IsForeign(link.GetAttribute("href")))));
    }

    [Fact]
    public void Every_page_says_its_language_and_its_width() => None(page =>
        page.Document.DocumentElement.GetAttribute("lang") != "en" || page.Document.QuerySelector("meta[name=viewport]") is null);

    [Fact]
    public void Every_field_has_a_label() => None(page => page.Document.QuerySelectorAll("input:not([type=hidden]), select, textarea")
        .Any(field => field.Closest("label") is null && field.GetAttribute("aria-label") is null && page.Document.QuerySelector($"label[for='{field.Id}']") is null));

    [Fact]
    public void No_id_stands_twice_in_a_page() =>
        None(page => page.Document.QuerySelectorAll("[id]").GroupBy(e => e.Id).Any(same => same.Count() > 1));

    [Fact]
    public void Every_inner_link_has_somewhere_to_go()
    {
        var known = site.All.Select(page => page.Path.Split('?')[0]).Append("/checkout").Append("/account/data").ToHashSet();
        var broken = site.All.SelectMany(page => page.Document.QuerySelectorAll("a[href]").Select(a => (page, href: a.GetAttribute("href")!)))
            .Where(link => link.href.StartsWith('/') && !known.Contains(link.href.Split('?', '#')[0]))
            .Select(link => $"{link.page.Path} -> {link.href}").Distinct();

        Assert.Empty(broken);
    }

    [Fact]
    public void Every_link_into_a_page_finds_its_anchor()
    {
        var broken = site.All.SelectMany(page => page.Document.QuerySelectorAll("a[href*='#']").Select(a => (page, href: a.GetAttribute("href")!.Split('#'))))
            .Where(link => link.href[0] == link.page.Path && link.page.Document.GetElementById(link.href[1]) is null)
            .Select(link => $"{link.page.Path} -> {string.Join('#', link.href)}");

        Assert.Empty(broken);
    }

    [Fact]
    public void No_page_is_written_for_another_shops_placeholders() => None(page => page.Html.Contains("{{", StringComparison.Ordinal));

    [Theory]
    [InlineData("X-Content-Type-Options", "nosniff")]
    [InlineData("X-Frame-Options", "DENY")]
    [InlineData("Cross-Origin-Opener-Policy", "same-origin")]
    public void Every_answer_carries_the_security_headers(string header, string value) => None(page => page.Header(header) != value);

    [Fact]
    public void Other_sites_hear_from_no_page_where_a_reader_was() =>
        None(page => page.Header("Referrer-Policy") != (page.Path.StartsWith("/account", StringComparison.Ordinal) || page.Path.StartsWith("/orders", StringComparison.Ordinal) ? "no-referrer" : "same-origin"));

    [Theory]
    [InlineData("default-src", "'self'")]
    [InlineData("script-src", "'self'")]
    [InlineData("style-src", "'self'")]
    [InlineData("object-src", "'none'")]
    [InlineData("base-uri", "'self'")]
    [InlineData("form-action", "'self'")]
    [InlineData("frame-ancestors", "'none'")]
    public void The_content_security_policy_lets_nothing_in(string directive, string value) => None(page =>
        !page.Header("Content-Security-Policy").Split(';', StringSplitOptions.TrimEntries).Contains($"{directive} {value}"));

    [Fact]
    public void No_answer_names_the_software_that_made_it() => None(page => page.Header("Server") + page.Header("X-Powered-By") != "");

    [Fact]
    public void Reading_costs_no_circuit() =>
        None(page => page.Path.Split('?')[0] is not ("/cart" or "/checkout") && page.Html.Contains("<!--Blazor:{\"type\":\"server\"", StringComparison.Ordinal));

    /// <summary>The door asks for a passkey with its page, and remembers the question for ten minutes.</summary>
    [Fact]
    public void Only_a_form_sets_a_cookie_beside_the_antiforgery_one() => None(page => page.Path.Split('?')[0] is not ("/cart" or "/checkout" or "/account/sign-in")
        && page.Header("Set-Cookie") is { Length: > 0 } cookie && !cookie.StartsWith(".AspNetCore.Antiforgery", StringComparison.Ordinal));

    [Fact]
    public async Task A_page_can_be_asked_with_head()
    {
        using var visitor = site.NewVisitor();

        using var answer = await visitor.SendAsync(HttpMethod.Head, "/shop");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Robots_are_told_where_not_to_go()
    {
        using var visitor = site.NewVisitor();

        using var answer = await visitor.SendAsync(HttpMethod.Get, "/robots.txt");
        var text = await answer.Content.ReadAsStringAsync();

        Assert.All(["/cart", "/checkout", "/orders"], path => Assert.Contains($"Disallow: {path}\n", text, StringComparison.Ordinal));
        Assert.Contains("/sitemap.xml", text, StringComparison.Ordinal);
    }

    private void None(Func<Page, bool> isWrong) => Assert.Empty(site.All.Where(isWrong).Select(page => $"{page.Status} {page.Path}"));

    private static bool IsForeign(string? address) =>
        address is not null && Uri.TryCreate(address.Trim(), UriKind.Absolute, out var uri) && uri.Scheme is not ("data" or "file") && uri.Host != "localhost"
        || address?.TrimStart().StartsWith("//", StringComparison.Ordinal) == true;
}
