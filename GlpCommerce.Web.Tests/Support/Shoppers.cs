using System.Collections.Concurrent;
using System.Net;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support.Pages;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>
/// People who buy one thing after another in a real shop. When it is gone, or says that it cannot answer now, the same is
/// asked again, as people do.
/// </summary>
internal sealed class Shoppers(ShopProcess shop, Product product) : IAsyncDisposable
{
    /// <summary>Whose card is always declined.</summary>
    public const string Unlucky = "declined@example.com";

    /// <summary>Long, because a test run leaves a machine little to spare.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly CancellationTokenSource _enough = new();
    private readonly List<Task> _people = [];

    /// <summary>The orders they were shown, by public id.</summary>
    public ConcurrentBag<string> Told { get; } = [];

    /// <summary>The answers that said "not now".</summary>
    public ConcurrentBag<Page> Excuses { get; } = [];

    public static Shoppers Send(ShopProcess shop, Product product, int count = 6)
    {
        var shoppers = new Shoppers(shop, product);
        shoppers._people.AddRange(Enumerable.Range(0, count).Select(_ => Task.Run(shoppers.ShopAsync)));
        return shoppers;
    }

    /// <summary>Waits until some more orders were placed.</summary>
    public Task BuyAsync(int more = 6)
    {
        var enough = Told.Count + more;
        return UntilAsync(() => Told.Count, count => count >= enough, "orders to be placed");
    }

    /// <summary>Waits until one of them hears "not now".</summary>
    public Task RefusedAsync() => UntilAsync(() => Excuses.Count, count => count > 0, "a shopper to be told");

    // Who gave up says why.
    private async Task UntilAsync(Func<int> count, Func<int, bool> isEnough, string what)
    {
        await Poll.UntilAsync(
            () => Task.FromResult(count()), seen => isEnough(seen) || shop.HasEnded || _people.Any(p => p.IsCompleted), what, Patience);
        shop.AssertRunning();
        await Task.WhenAll(_people.Where(p => p.IsCompleted));
    }

    /// <summary>Lets them finish what they have begun.</summary>
    public async Task FinishAsync()
    {
        await _enough.CancelAsync();
        await Task.WhenAll(_people);
    }

    public async ValueTask DisposeAsync()
    {
        await _enough.CancelAsync();
        await Task.WhenAll(_people).ContinueWith(_ => { }, TaskScheduler.Default);
        _enough.Dispose();
    }

    private async Task ShopAsync()
    {
        while (!_enough.IsCancellationRequested)
        {
            using var visitor = shop.NewVisitor();
            var page = new ProductPage(visitor, await InsistAsync(async () => (await visitor.ProductAsync(product)).Page));
            await InsistAsync(async () => (await page.AddToCartAsync()).Page);
            var checkout = new CheckoutPage(visitor, await InsistAsync(async () => (await visitor.CheckoutAsync()).Page)).FillIn();
            if (Random.Shared.Next(6) == 0)
            {
                checkout.Fill("email", Unlucky).PayWith(SandboxGateway.Declined);
            }

            var order = new OrderPage(visitor, await InsistAsync(checkout.PressAsync));
            Assert.True(order.Page.Path.StartsWith("/orders/", StringComparison.Ordinal), $"{order.Status} {order.Page.Path}: {order.Page.Text("main")}");
            Told.Add(order.PublicId);
        }
    }

    private async Task<Page> InsistAsync(Func<Task<Page>> ask)
    {
        for (var end = DateTime.UtcNow + Patience; ; await Task.Delay(50))
        {
            try
            {
                var page = await ask();
                if (page.Status != HttpStatusCode.ServiceUnavailable)
                {
                    Assert.True((int)page.Status < 500, $"{page.Status} {page.Path}: {page.Text("main")}\n{shop.Output}");
                    return page;
                }

                Excuses.Add(page);
                Assert.True(DateTime.UtcNow < end, $"{page.Path} says for too long: {page.Text("main")}");
            }
            catch (Exception error) when (error is HttpRequestException or IOException && DateTime.UtcNow < end)
            {
                // It was killed: try again.
            }
        }
    }
}
