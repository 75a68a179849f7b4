using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace GlpCommerce.Web.Tests.Api.Catalog;

public sealed class ArchivedProductTests(ShopServers servers)
{
    private const string Find = "query ($id: ID!, $slug: String!) { product(id: $id) { id } productBySlug(slug: $slug) { id } }";

    private const string Add = "mutation ($input: AddToCartInput!) { addToCart(input: $input) { cart { items { id } } errors { code message field } } }";

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_is_archived_is_answered_like_what_is_taken_off_the_shelf(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var publisher = shop.Services.GetRequiredService<ProductPublisher>();

        var unpublished = await AnswersAsync(shop, product => publisher.UnpublishAsync(Actor.Shop, product.Id, product.Version));
        var archived = await AnswersAsync(shop, product => publisher.ArchiveAsync(Actor.Shop, product.Id, product.Version));

        Assert.Equal(unpublished, archived);
        Assert.Equal("""{"product":null,"productBySlug":null}""", archived[0]);
        Assert.All(archived.Skip(1), refused => Assert.Contains("code", refused, StringComparison.Ordinal));
    }

    /// <summary>What a shopper is told who looks for a product, wants it, and has it in the cart, once it is gone.</summary>
    private static async Task<string[]> AnswersAsync(ShopServer shop, Func<Product, Task<Core.Common.Result<ProductVersion>>> take)
    {
        var product = await shop.StockAsync(Some.Product("Barley Cups"));
        using var holder = ApiShopper.At(shop);
        using var other = ApiShopper.At(shop);
        await holder.AddAsync(product);
        Assert.Null((await take(product)).Problem);

        var found = await Poll.UntilAsync(
            async () => (await other.AnswerAsync(Find, new { id = product.Id, slug = product.Slug })).GetProperty("data").GetRawText(),
            answer => answer.Contains("\"product\":null", StringComparison.Ordinal), "the product to be gone");
        var added = await other.AnswerAsync(Add, new { input = new { sessionId = other.Session, productId = product.Id } });
        var ordered = await holder.CreateAsync();
        return [found, added.GetProperty("data").GetRawText(), string.Join(' ', ordered.Errors().Select(error => $"code {error}"))];
    }
}
