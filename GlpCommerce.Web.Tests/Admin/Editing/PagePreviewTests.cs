using Bunit;
using GlpCommerce.Core.Content;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using GlpCommerce.Core.Startup;
using GlpCommerce.Web.Admin.Content;
using GlpCommerce.Web.Admin.Editing;
using GlpCommerce.Web.Features.Learn;
using GlpCommerce.Web.Features.Policies;
using GlpCommerce.Web.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.JSInterop;

namespace GlpCommerce.Web.Tests.Admin.Editing;

/// <summary>What a preview shows is, letter by letter, what shoppers read.</summary>
public sealed class PagePreviewTests : StaffComponentContext
{
    private const string Nasty =
        "## A *small* **cup**\n\n| a | b |\n|---|---|\n| **1** | `2` |\n\n- one\n  - [two](javascript:alert(1))\n    1. three\n\n<script>alert(1)</script> <b onclick=\"x()\">bold</b>\n\n> [out](https://example.org \"title\") & in\n\nThe end.";

    public PagePreviewTests()
    {
        Services.AddScoped<KeptForms>();
        JSInterop.Setup<IJSStreamReference>("staff.kept", _ => true).SetResult(new NothingKept());
    }

    [Fact]
    public async Task A_guide_is_previewed_as_it_is_read()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var guide = await shop.ArticleAsync(fields: ("body", Nasty));

        var preview = Open<GuideEditPage>(shop, Roles.Manager, p => p.Add(g => g.Id, guide.Id)).WaitForElement("aside .read").OuterHtml;
        var read = Render<GuidePage>(p => p.Add(g => g.Slug, guide.Slug).AddCascadingValue<HttpContext>(new DefaultHttpContext())).WaitForElement(".read").OuterHtml;

        Assert.Equal(read, preview);
        Assert.Contains("<table>", preview, StringComparison.Ordinal);
        await DisposeComponentsAsync();
    }

    [Fact]
    public async Task A_page_of_the_merchants_is_previewed_as_it_is_read_with_what_the_shop_fills_in()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        await shop.Get<PolicyPages>().FillMissingAsync();
        var editor = shop.Get<PolicyEditor>();
        var form = PolicyForm.Of((await editor.FindAsync("contact"))!);
        form["body"] = Nasty + "\n\nWrite to {{shop.contact}}.{{#payments.stripe}} By card.{{/payments.stripe}}";
        Assert.Empty((await editor.SaveAsync(Typed.Manager, "contact", 1, form)).Problems);

        var preview = Open<PolicyEditPage>(shop, Roles.Manager, p => p.Add(g => g.Slug, "contact")).WaitForElement("aside .read").OuterHtml;
        var read = Render<PolicyView>(p => p.Add(g => g.Slug, "contact").AddCascadingValue<HttpContext>(new DefaultHttpContext())).WaitForElement(".read").OuterHtml;

        Assert.Equal(read, preview);
        Assert.DoesNotContain("{{", preview, StringComparison.Ordinal);
        await DisposeComponentsAsync();
    }
}
