using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using GlpCommerce.Web.Tests.Support;
using GlpCommerce.Web.Tests.Support.Pages;

namespace GlpCommerce.Web.Tests.Accounts;

public sealed class AddressPagesTests(ShopServers servers)
{
    private const string Pages = "/account/addresses";

    [Fact]
    public async Task The_checkout_keeps_an_address_on_a_tick_and_begins_with_it_the_next_time()
    {
        var shop = await servers.AnyAsync();
        var (member, _) = await shop.MemberAsync();
        var product = await shop.InStockAsync();
        var checkout = (await member.BeginCheckoutAsync(product)).FillIn().PayWith(null);
        checkout.Page.Document.QuerySelector<IHtmlInputElement>("input[name=keep]")!.IsChecked = true;
        await checkout.PlaceAsync();

        var next = await member.BeginCheckoutAsync(product);
        var book = await member.OpenAsync(Pages);

        Assert.Equal((Some.Address.Line1, Some.Address.State, Some.Address.Zip), (next["line1"], next["state"], next["zip"]));
        Assert.Contains(Some.Address.Line1, book.Text("main li p"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Addresses_are_added_changed_chosen_and_removed_by_forms()
    {
        var shop = await servers.AnyAsync();
        var (member, _) = await shop.MemberAsync();
        var wrong = await SaveAsync(member, "new", "1 Main St", zip: "6061");
        await SaveAsync(member, "new", "1 Main St");
        var both = await SaveAsync(member, "new", "2 Main St");
        var changed = await SaveAsync(member, IdsIn(both)[1], "1 Side St");
        var chosen = await PressAsync(member, changed, "Begin with this one: 1 Side St");
        var removed = await PressAsync(member, chosen, "Remove: 2 Main St");

        Assert.Contains("Five digits, please. This one has 4.", wrong.Alerts);
        Assert.Equal("1 Main St", wrong.Document.QuerySelector<IHtmlInputElement>("#line1")!.Value);
        Assert.Equal(["2 Main St", "1 Main St"], Streets(both));
        Assert.Equal(["2 Main St", "1 Side St"], Streets(changed));
        Assert.Equal(["1 Side St", "2 Main St"], Streets(chosen));
        Assert.Equal(["1 Side St"], Streets(removed));
    }

    [Fact]
    public async Task Another_account_s_address_is_not_there()
    {
        var shop = await servers.AnyAsync();
        var (member, _) = await shop.MemberAsync();
        var (other, _) = await shop.MemberAsync();
        var id = IdsIn(await SaveAsync(member, "new", "1 Main St"))[0];

        var seen = await other.OpenAsync($"{Pages}?edit={id}");
        await other.BeginCheckoutAsync(await shop.InStockAsync());
        var checkout = await other.OpenAsync($"/checkout?address={id}");

        Assert.DoesNotContain("1 Main St", seen.Html + checkout.Html, StringComparison.Ordinal);
    }

    private static async Task<Page> SaveAsync(Visitor member, string edit, string street, string zip = "60614")
    {
        var form = Form(await member.OpenAsync($"{Pages}?edit={edit}"), "address-save");
        foreach (var (name, value) in new[] { ("name", "Dana Doe"), ("line1", street), ("city", "Chicago"), ("zip", zip) })
        {
            form.QuerySelector<IHtmlInputElement>($"[name={name}]")!.Value = value;
        }

        form.QuerySelector<IHtmlSelectElement>("[name=state]")!.Value = "IL";
        return await member.SubmitAsync(form);
    }

    private static Task<Page> PressAsync(Visitor member, Page page, string button) =>
        member.SubmitAsync(Form(page, "address-pick"), page.Document.QuerySelector<IHtmlButtonElement>($"button[aria-label='{button}']"));

    private static IHtmlFormElement Form(Page page, string form) => page.Document.Forms.Single(f => f.QuerySelector<IHtmlInputElement>("[name=_handler]")?.Value == form);

    private static IEnumerable<string> Streets(Page page) => page.Document.QuerySelectorAll("main li p").Select(p => p.ChildNodes.OfType<IText>().Select(text => text.Data.Trim()).Where(line => line.Length > 0).ElementAt(1));

    private static List<string> IdsIn(Page page) => [.. page.Document.QuerySelectorAll("main li a").Select(a => a.GetAttribute("href")!.Split('=')[1])];
}
