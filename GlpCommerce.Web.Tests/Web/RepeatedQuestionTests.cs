using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Web;

/// <summary>What another site puts into an address must not stand, compressed, beside somebody's own data.</summary>
public sealed class RepeatedQuestionTests(ShopServers servers)
{
    private const string Planted = "PLANTED";

    [Fact]
    public async Task Pages_with_somebodys_own_data_repeat_nothing_of_the_question_in_their_address()
    {
        var shop = await servers.AnyAsync();
        var (member, _) = await shop.MemberAsync();
        using (member)
        {
            var product = await shop.InStockAsync();
            var order = await member.BuyAsync(product);
            await (await member.ProductAsync(product)).AddToCartAsync();
            string[] paths = [$"/orders/{order.PublicId}", $"/orders/{order.PublicId}/", "/orders/nobody", "/orders/find", "/account", "/account/", "/cart", "/checkout"];

            foreach (var path in paths)
            {
                var page = await member.OpenAsync($"{path}?x={Planted}");
                Assert.False(page.Html.Contains(Planted, StringComparison.OrdinalIgnoreCase), path);
                Assert.EndsWith("#main", page.Document.QuerySelector("a.skip")!.GetAttribute("href"), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task The_link_past_the_head_of_a_shelf_keeps_its_filters()
    {
        using var visitor = (await servers.AnyAsync()).NewVisitor();

        var shelf = await visitor.OpenAsync("/shop?stage=starting");

        Assert.Equal("/shop?stage=starting#main", shelf.Document.QuerySelector("a.skip")!.GetAttribute("href"));
    }
}
