using GlpCommerce.Core;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Receipts;
using GlpCommerce.Core.Startup;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>A data folder and a database without tables, on which shops are started and stopped as programs are.</summary>
public sealed class NewShop : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly List<ServiceProvider> _running = [];

    private NewShop(TestDatabase database)
    {
        _database = database;
        Directory.CreateDirectory(Folder.Path);
    }

    public DataFolder Folder { get; } = new(Path.Combine(Path.GetTempPath(), $"new-shop-{Guid.NewGuid():N}"));

    public static async Task<NewShop> CreateAsync(DatabaseProvider provider) => new(await TestDatabase.CreateEmptyAsync(provider));

    /// <summary>What a program has before it starts: nothing is migrated or filled yet.</summary>
    public ServiceProvider Prepare(string instance = "test", params (string Key, string Value)[] settings)
    {
        var values = settings.ToDictionary(s => s.Key, s => (string?)s.Value);
        values.TryAdd("Database:Provider", _database.Provider.ToString());
        values.TryAdd("Database:ConnectionString", _database.ConnectionString);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging()
            .AddGlpCommerceCore(configuration, Folder, new InstanceName(instance))
            .AddSingleton<IEmailTemplates, PlainTemplates>()
            .AddSingleton<IReceiptTemplates>(SomeReceipt.Templates)
            .BuildServiceProvider(validateScopes: true);
        _running.Add(services);
        return services;
    }

    /// <summary>One start of the program.</summary>
    public async Task<ServiceProvider> StartAsync(string instance = "test", CancellationToken ct = default)
    {
        var services = Prepare(instance);
        await services.GetRequiredService<ShopStart>().RunAsync(ct);
        return services;
    }

    /// <summary>Reads from the database as it stands.</summary>
    public async Task<T> ReadAsync<T>(Func<ShopDb, Task<T>> read)
    {
        await using var db = (_running.LastOrDefault() ?? Prepare()).GetRequiredService<IShopDbFactory>().Open();
        return await read(db);
    }

    /// <summary>Runs a statement on the database as it stands.</summary>
    public Task<int> ExecuteAsync(string sql) => ReadAsync(db => db.Database.ExecuteSqlRawAsync(sql));

    public async ValueTask DisposeAsync()
    {
        foreach (var services in _running)
        {
            await services.DisposeAsync();
        }

        await _database.DisposeAsync();
        Directory.Delete(Folder.Path, recursive: true);
    }
}
