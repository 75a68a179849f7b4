using GlpCommerce.Core;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Media;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Pricing;
using GlpCommerce.Core.Receipts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>A whole shop on a fresh database that goes away with it. Only the clock and the outer edges are replaced.</summary>
public sealed class TestShop : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"shop-{Guid.NewGuid():N}");
    private readonly ServiceProvider _services;

    private TestShop(TestDatabase database, Dictionary<string, string?> settings, TimeSpan? stripePatience)
    {
        _database = database;
        settings["Database:Provider"] = database.Provider.ToString();
        settings["Database:ConnectionString"] = database.ConnectionString;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        _services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton<TimeProvider>(Clock)
            .AddLogging(logging => logging.AddProvider(Log))
            .AddGlpCommerceCore(configuration, new DataFolder(_folder), new InstanceName("test"))
            .ConfigureDbContext<SqliteShopDb>(db => db.AddInterceptors(Sql))
            .ConfigureDbContext<PostgresShopDb>(db => db.AddInterceptors(Sql))
            .Configure<PasswordHasherOptions>(hashing => hashing.IterationCount = 1_000)
            .AddSingleton<IPasswordHasher<Account>>(s => Hashing.Over(ActivatorUtilities.CreateInstance<PasswordHasher<Account>>(s)))
            .AddSingleton<IEmailTemplates, PlainTemplates>()
            .AddSingleton<IReceiptTemplates>(SomeReceipt.Templates)
            .AddSingleton<IEmailSender>(Mail)
            .AddSingleton(Gateway)
            .AddSingleton(s => StripeLine.Open(s.GetRequiredService<IOptions<StripeOptions>>().Value, stripePatience ?? StripeLine.Patience))
            .RemoveAll<IPaymentGateway>()
            .AddSingleton(s => Gateway.Over(stripePatience is null ? s.GetRequiredService<SandboxGateway>() : s.GetRequiredService<StripeGateway>()))
            .AddSingleton(s => Media.Over(new FileMediaStore(s.GetRequiredService<DataFolder>().Media)))
            .BuildServiceProvider(validateScopes: true);
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero));

    /// <summary>What was sent, and how the carrier behaves.</summary>
    public TestMail Mail { get; } = new();

    /// <summary>The provider behind a network that a test can break.</summary>
    public TestGateway Gateway { get; } = new();

    /// <summary>What the shop has logged.</summary>
    public LogLines Log { get; } = new();

    /// <summary>How often passwords were hashed, with fewer rounds than in a real shop.</summary>
    public HashCounter Hashing { get; } = new();

    /// <summary>The shop's files, on a disk that a test can break.</summary>
    public TestMedia Media { get; } = new();

    /// <summary>What a piece of work asks the database.</summary>
    public SqlCounter Sql { get; } = new();

    public DateTime Now => Clock.GetUtcNow().UtcDateTime;

    public IShopDbFactory Databases => Get<IShopDbFactory>();

    public string Folder => _folder;

    /// <summary>All that the shop is made of, for pages that ask for it by themselves.</summary>
    public IServiceProvider Services => _services;

    public static async Task<TestShop> OpenAsync(DatabaseProvider provider, params (string Key, string Value)[] settings) =>
        new(await TestDatabase.CreateAsync(provider), settings.ToDictionary(s => s.Key, s => (string?)s.Value), stripePatience: null);

    /// <summary>A shop that is paid through Stripe; its clock is Stripe's.</summary>
    /// <param name="patience">How long Stripe is waited on: short, for a test in which it is silent.</param>
    public static async Task<TestShop> OpenAsync(DatabaseProvider provider, FakeStripe stripe, TimeSpan? patience = null)
    {
        var settings = stripe.Settings.ToDictionary(s => s.Key, s => (string?)s.Value);
        var shop = new TestShop(await TestDatabase.CreateAsync(provider), settings, patience ?? TimeSpan.FromSeconds(20));
        stripe.Clock = shop.Clock;
        return shop;
    }

    public ShopDb Db() => Databases.Open();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Puts products on the shelf and tells the catalogue's readers.</summary>
    public async Task<Product[]> StockAsync(params Product[] products)
    {
        await using var db = Db();
        var state = await db.CatalogStates.SingleOrDefaultAsync();
        if (state is null)
        {
            db.Add(state = new CatalogState { SeededAt = Now });
        }

        state.Version++;
        db.AddRange(products);
        await db.SaveChangesAsync();
        db.AddRange(products.Where(p => p.Stock.OnHand > 0).Select(p => new StockMovement
        {
            Kind = StockMovementKind.Opening, SourceId = p.Id, ProductId = p.Id, Delta = p.Stock.OnHand, At = Now,
        }));
        await db.SaveChangesAsync();
        Clock.Advance(TimeSpan.FromSeconds(2));
        return products;
    }

    /// <summary>What staff do at the page of rates: changes those that are named.</summary>
    public async Task<Rates> SetRatesAsync(params (string Field, string Text)[] rates)
    {
        await Get<RateBook>().FillAsync(default);
        var before = await Get<RateEditor>().ReadAsync();
        var form = RateForm.Of(before);
        foreach (var (field, text) in rates)
        {
            form[field] = text;
        }

        Assert.Null((await Get<RateEditor>().SaveAsync(Typed.Manager, before.Version, form)).Problem);
        return await Get<RateEditor>().ReadAsync();
    }

    /// <summary>A session whose cart holds these products.</summary>
    public async Task<string> CartAsync(params (Product Product, int Quantity)[] lines)
    {
        var session = Secrets.New();
        foreach (var (product, quantity) in lines)
        {
            var added = await Get<CartEditor>().AddAsync(session, product.Id, quantity);
            Assert.Null(added.Problem);
        }

        return session;
    }

    /// <summary>Places the session's cart; the test names only what it is about.</summary>
    public Task<Result<PlacedOrder>> PlaceAsync(string session, string? method = SandboxGateway.Visa, Money? expectedTotal = null, string? key = null) =>
        Get<Cashier>().PlaceAsync(Some.Request(session, method) with { ExpectedTotal = expectedTotal, IdempotencyKey = key });

    /// <summary>An order that is placed and, unless its payment says otherwise, not paid yet.</summary>
    public async Task<PlacedOrder> PlacedAsync(Product product, int quantity = 1, string method = SandboxGateway.Visa)
    {
        var placed = await PlaceAsync(await CartAsync((product, quantity)), method);
        Assert.Null(placed.Problem);
        return placed.Value!;
    }

    /// <summary>An order that is placed, paid and taken off the shelf.</summary>
    public async Task<Order> PaidAsync(Product product, int quantity = 1)
    {
        var placed = await PlacedAsync(product, quantity);
        await RunJobsAsync();
        var order = await OrderAsync(placed.PublicId);
        Assert.Equal(OrderStatus.Confirmed, order.Status);
        return order;
    }

    /// <summary>An account whose address is confirmed. Its e-mails are forgotten.</summary>
    public async Task<Account> AccountAsync(string email = "dana@example.com", string password = Some.Password)
    {
        Assert.Null((await Get<AccountEditor>().RegisterAsync(email, password)).Problem);
        var confirmed = await Get<AccountEditor>().ConfirmEmailAsync(await LinkAsync());
        Assert.Null(confirmed.Problem);
        Mail.Sent.Clear();
        return confirmed.Value!;
    }

    /// <summary>What the link in the newest e-mail carries.</summary>
    public async Task<string> LinkAsync()
    {
        await RunJobsAsync();
        return Mail.Sent[^1].TextBody!.Split("token=")[1].Trim();
    }

    /// <summary>Runs everything that is due now.</summary>
    public Task<int> RunJobsAsync() => Get<JobRunner>().RunDueAsync(ct: TestContext.Current.CancellationToken);

    /// <summary>Lets time pass in steps and runs what falls due, so that retries come to their end.</summary>
    public async Task RunJobsForAsync(TimeSpan time)
    {
        for (var end = Now + time; Now < end; Clock.Advance(TimeSpan.FromSeconds(15)))
        {
            await RunJobsAsync();
        }

        await RunJobsAsync();
    }

    public async Task<Order> OrderAsync(string publicId)
    {
        await using var db = Db();
        return await db.Orders.AsNoTracking().Include(o => o.Lines).Include(o => o.Events).SingleAsync(o => o.PublicId == publicId);
    }

    /// <summary>On hand and reserved of one product.</summary>
    public async Task<(int OnHand, int Reserved)> StockOfAsync(Product product)
    {
        await using var db = Db();
        var stock = await db.Stock.AsNoTracking().SingleAsync(s => s.ProductId == product.Id);
        return (stock.OnHand, stock.Reserved);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
