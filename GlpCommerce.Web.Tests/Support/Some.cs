using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>Valid things to test with. A test names only what it is about: <c>Some.Product(price: 12m)</c>.</summary>
internal static class Some
{
    private static int _number;

    public static readonly DateTime Noon = new(2026, 1, 5, 12, 0, 0, DateTimeKind.Utc);

    public const string Password = "four words in a row";

    /// <summary>The administrator whom a test's shop is started with; the password is <see cref="Password"/>.</summary>
    public const string AdminEmail = "admin@example.com";

    public static readonly ShippingAddress Address = new()
    {
        Name = "Dana Whitlock", Line1 = "2210 N Halsted St", City = "Chicago", State = "IL", Zip = "60614",
    };

    /// <summary>What people and machines put where a word is asked for. Nothing in the shop may break on it.</summary>
    public static readonly IReadOnlyList<string> Nonsense =
    [
        "", " ", "'", "\"", "\\", "%", "*", "' OR 1=1 --", "'; DROP TABLE \"Products\"; --", "NEAR(a b)", "name:x AND NOT y", "a & !b | (c",
        "-", "^shake", "{shake}", "<script>alert(1)</script>", "\0", "shake\0", "\u202egnp.exe", "\u200b", "😀", "e\u0301", "\ud800", "x\udc00y", "\ufffe\uffff",
        new string('x', 10_000), string.Concat(Enumerable.Repeat("word ", 2_000)), "a" + string.Concat(Enumerable.Repeat("𐍈", 30)),
    ];

    public static Product Product(
        string? name = null,
        decimal price = 30m,
        int stock = 10,
        Category category = Category.Supplements,
        ProductKind kind = ProductKind.Supplement,
        JourneyStage[]? stages = null,
        string[]? needs = null,
        string[]? diets = null,
        string[]? allergens = null,
        decimal? protein = null,
        bool published = true)
    {
        var number = Interlocked.Increment(ref _number);
        var product = new Product
        {
            Sku = $"TST-{number:0000}",
            Slug = $"product-{number}",
            Name = name ?? $"Product {number}",
            Summary = "A thing to test with.",
            Description = "A thing to test with.",
            Price = Money.Of(price),
            Category = category,
            Kind = kind,
            Stages = [.. (stages ?? [JourneyStage.Starting]).Select((stage, i) => new ProductStage { Stage = stage, Position = i })],
            Needs = [.. needs ?? []],
            Diets = [.. diets ?? []],
            Allergens = [.. allergens ?? []],
            Label = protein is { } grams ? new LabelFacts { Serving = "1 scoop", Servings = 10, ProteinGrams = grams, Kcal = 100 } : null,
            IsPublished = published,
            Stock = new StockItem { OnHand = stock },
            CreatedAt = Noon,
            UpdatedAt = Noon,
        };
        product.SearchWords = SearchText.For(product);
        return product;
    }

    public static PlaceOrder Request(string session, string? method = SandboxGateway.Visa) =>
        new(session, CartId: null, "dana@example.com", Address, method);

    public static CheckoutForm Form() =>
        new("dana@example.com", "Dana Whitlock", "2210 N Halsted St", null, "Chicago", "IL", "60614", null);
}
