using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Orders;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MimeKit;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>
/// The whole program in this process, on a database and a data folder of its own, stocked by its own start. Nothing is
/// replaced: the clock is real, payments go to the sandbox, e-mails become files.
/// </summary>
public sealed class ShopServer : WebApplicationFactory<Program>
{
    private readonly TestDatabase _database;
    private readonly Dictionary<string, string> _settings;

    private ShopServer(TestDatabase database, Dictionary<string, string> settings) => (_database, _settings) = (database, settings);

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), $"shop-server-{Guid.NewGuid():N}");

    /// <summary>The database's name, on SQLite its file.</summary>
    public string DatabaseName => _database.Name;

    /// <summary>The statements sent to the database since it was last asked to forget them.</summary>
    public SqlCounter Sql { get; } = new();

    /// <summary>How often a password was hashed.</summary>
    public HashCounter Hashing { get; } = new();

    /// <summary>What the program wrote to its log.</summary>
    public LogLines Log { get; } = new();

    /// <param name="settings">Keys of the configuration, and <c>environment</c>.</param>
    public static async Task<ShopServer> StartAsync(DatabaseProvider provider, params (string Key, string Value)[] settings)
    {
        var shop = new ShopServer(await TestDatabase.CreateAsync(provider), settings.ToDictionary(s => s.Key, s => s.Value));
        await Task.Run(() => shop.Server.PreserveExecutionContext = true);
        using var client = shop.CreateClient();
        // The server answers once the shop is stocked, and starts before.
        (await client.GetAsync("/health/ready")).EnsureSuccessStatusCode();
        return shop;
    }

    /// <summary>A browser that has never been here.</summary>
    public Visitor NewVisitor(string address = "http://localhost") => new(Server.CreateHandler(), new Uri(address));

    public ShopDb Db() => Services.GetRequiredService<IShopDbFactory>().Open();

    /// <summary>A product on the shelf that belongs to one test alone.</summary>
    public async Task<Product> StockAsync(Product product)
    {
        await using var db = Db();
        db.Add(product);
        await db.SaveChangesAsync();
        await NewVersionAsync(db);
        return product;
    }

    /// <summary>Products on the shelf, all at once.</summary>
    public async Task StockAsync(IEnumerable<Product> products)
    {
        await using var db = Db();
        db.AddRange(products);
        await db.SaveChangesAsync();
        await NewVersionAsync(db);
    }

    /// <summary>Changes a product behind the shopper's back, as staff or other shoppers would.</summary>
    public async Task ChangeAsync(Product product, Action<Product> change)
    {
        await using var db = Db();
        change(await db.Set<Product>().Include(p => p.Stock).SingleAsync(p => p.Id == product.Id));
        await db.SaveChangesAsync();
        await NewVersionAsync(db);
    }

    public async Task<List<Product>> ProductsAsync()
    {
        await using var db = Db();
        return await db.Set<Product>().AsNoTracking().Include(p => p.Stages).Include(p => p.Stock).Where(p => p.IsPublished)
            .OrderBy(p => p.Id).ToListAsync();
    }

    /// <summary>Something of the opening catalogue that can be bought.</summary>
    public async Task<Product> InStockAsync() => (await ProductsAsync()).First(p => p.Stock.Available >= 20);

    public async Task<StockItem> StockOfAsync(Product product)
    {
        await using var db = Db();
        return await db.Set<StockItem>().AsNoTracking().SingleAsync(s => s.ProductId == product.Id);
    }

    /// <summary>The orders that hold the product.</summary>
    public async Task<List<Order>> OrdersOfAsync(Product product)
    {
        await using var db = Db();
        return await db.Set<Order>().AsNoTracking().Include(o => o.Lines).Where(o => o.Lines.Any(l => l.ProductId == product.Id)).ToListAsync();
    }

    /// <summary>The e-mails about an order that lie in the outbox.</summary>
    public List<MimeMessage> EmailsOf(string orderNumber) =>
        [.. Guests.Emails(Folder).Where(m => m.Subject?.Contains(orderNumber, StringComparison.Ordinal) == true)];

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _database.DisposeAsync();
        File.Delete($"{_database.Name}.lock");
        // A job that the stopping program did not wait for may write there meanwhile.
        await Poll.UntilAsync(() => Task.FromResult(IsGone()), isGone => isGone, "the shop's folder to go");
    }

    private bool IsGone()
    {
        try
        {
            if (Directory.Exists(Folder))
            {
                Directory.Delete(Folder, recursive: true);
            }

            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        // All of a test's shoppers come from one address: none.
        builder.UseSetting("RateLimits:Checkout:PerAddress", "1000000");
        builder.UseSetting("RateLimits:Checkout:CartPerAddress", "1000000");
        builder.UseSetting("RateLimits:GraphQL", "1000000");
        builder.UseSetting("Shop:UnpaidUnitsPerAddress", "1000000");
        builder.UseSetting("RateLimits:SignIn", "1000000");
        builder.UseSetting("Staff:Email", Some.AdminEmail);
        builder.UseSetting("Staff:Password", Some.Password);
        foreach (var (key, value) in _settings)
        {
            builder.UseSetting(key, value);
        }

        builder.UseSetting("Shop:DataPath", Folder);
        builder.UseSetting("Payments:AllowSandbox", "true");
        builder.UseSetting("Database:Provider", _database.Provider.ToString());
        builder.UseSetting("Database:ConnectionString", _database.ConnectionString);
        builder.ConfigureLogging(logging => logging.ClearProviders().AddProvider(Log));
        builder.ConfigureTestServices(services => services
            .ConfigureDbContext<SqliteShopDb>(db => db.AddInterceptors(Sql))
            .ConfigureDbContext<PostgresShopDb>(db => db.AddInterceptors(Sql))
            .Configure<PasswordHasherOptions>(hashing => hashing.IterationCount = 1_000)
            .AddSingleton<IPasswordHasher<Account>>(s => Hashing.Over(ActivatorUtilities.CreateInstance<PasswordHasher<Account>>(s))));
    }

    private static Task<int> NewVersionAsync(ShopDb db) =>
        db.Set<CatalogState>().ExecuteUpdateAsync(set => set.SetProperty(s => s.Version, s => s.Version + 1));
}
