using Bunit;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Web.Features.Catalog;
using Microsoft.Extensions.DependencyInjection;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>A bUnit context in which the shop's parts find what they ask for.</summary>
public abstract class ShopComponentContext : BunitContext
{
    /// <summary>A machine may be busy; who waits for what comes about need not wait long on one that is not.</summary>
    static ShopComponentContext() => DefaultWaitTimeout = TimeSpan.FromSeconds(60);

    protected ShopComponentContext()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddSingleton(PackLayouts.Load());
    }

    /// <summary>A product as a shelf or a cart shows it.</summary>
    protected static ProductCard Card(string name = "Plain shake", decimal price = 30m, int available = 10, bool published = true) => new(
        1, "TST-1", "plain-shake", name, "A thing to test with.", Category.Supplements, ProductKind.Supplement, Money.Of(price),
        null, new PackDesign { Template = "tub", Line1 = "Plain", Line2 = "Shake", Number = "20", Unit = "g", What = "protein" }, [], available, published, []);
}
