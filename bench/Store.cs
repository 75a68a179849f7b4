using GlpCommerce.Core;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Jobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace GlpCommerce.Bench;

/// <summary>A data folder, and on PostgreSQL a database, that exist for one measurement only.</summary>
internal sealed class Store : IAsyncDisposable
{
    private readonly string? _server;
    private readonly string? _database;

    private Store(string folder, string? server, string? database) => (Folder, _server, _database) = (folder, server, database);

    public string Folder { get; }

    public static async Task<Store> CreateAsync(Settings settings, CancellationToken ct)
    {
        var name = $"glp_bench_{Guid.NewGuid():N}";
        var folder = Directory.CreateDirectory(Path.Combine(settings.Work, name)).FullName;
        if (settings.Postgres is not null)
        {
            await ExecuteAsync(settings.Postgres, $"CREATE DATABASE {name}", ct);
        }

        return new Store(folder, settings.Postgres, settings.Postgres is null ? null : name);
    }

    /// <summary>The shop's settings for this store, as <c>Section:Key</c>.</summary>
    public Dictionary<string, string?> Configuration()
    {
        var settings = new Dictionary<string, string?> { ["Shop:DataPath"] = Folder };
        if (_server is not null)
        {
            settings["Database:Provider"] = "Postgres";
            settings["Database:ConnectionString"] = new NpgsqlConnectionStringBuilder(_server) { Database = _database }.ToString();
        }

        return settings;
    }

    /// <summary>The shop's Core over this store, in this process. Only while no shop runs on it, unless it only reads.</summary>
    public ServiceProvider OpenCore()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(Configuration()).Build();
        return new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging()
            .AddGlpCommerceCore(configuration, new DataFolder(Folder), new InstanceName("bench"))
            .BuildServiceProvider();
    }

    public async ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        if (_server is not null)
        {
            NpgsqlConnection.ClearAllPools();
            await ExecuteAsync(_server, $"DROP DATABASE {_database} WITH (FORCE)", CancellationToken.None);
        }
    }

    private static async Task ExecuteAsync(string server, string sql, CancellationToken ct)
    {
        // Which database is used to create another one does not matter, but there must be one.
        var where = new NpgsqlConnectionStringBuilder(server);
        where.Database ??= "postgres";
        await using var connection = new NpgsqlConnection(where.ToString());
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
