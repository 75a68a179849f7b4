using GlpCommerce.Core.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace GlpCommerce.Core.Data;

/// <summary>
/// The one model, gathered from the mapping that each feature keeps beside its entities: this folder knows no feature.
/// A provider only decides how it is stored: see <see cref="SqliteShopDb"/> and <see cref="PostgresShopDb"/>.
/// </summary>
public abstract class ShopDb(DbContextOptions options) : DbContext(options)
{
    private readonly List<Action> _afterCommit = [];

    /// <summary>Runs <paramref name="action"/> once the surrounding transaction has been committed, and never if it was not.</summary>
    public void AfterCommit(Action action) => _afterCommit.Add(action);

    internal void Committed()
    {
        _afterCommit.ForEach(action => action());
        _afterCommit.Clear();
    }

    // A pooled context goes on living: what it was to do after a commit that never came must not follow somebody else's.
    public override void Dispose()
    {
        _afterCommit.Clear();
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    public override ValueTask DisposeAsync()
    {
        _afterCommit.Clear();
        GC.SuppressFinalize(this);
        return base.DisposeAsync();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(ShopDb).Assembly);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();
        configurationBuilder.Properties<Money>().HaveConversion<MoneyConverter>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(32);
    }

    private sealed class MoneyConverter() : ValueConverter<Money, long>(money => money.Cents, cents => new Money(cents));

    private sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(
        value => value.ToUniversalTime(),
        value => DateTime.SpecifyKind(value, DateTimeKind.Utc));
}

/// <summary>Stores the shop in one file. Its migrations live in Data/Migrations/Sqlite.</summary>
public sealed class SqliteShopDb(DbContextOptions<SqliteShopDb> options) : ShopDb(options)
{
    /// <summary>
    /// Builds a model that nobody uses, so that EF Core's own code is loaded when the real one is built. It opens no
    /// database, and helps PostgreSQL as well: nearly all of that code is the same.
    /// </summary>
    public static void WarmUp()
    {
        using var db = new SqliteShopDb(new DbContextOptionsBuilder<SqliteShopDb>().UseSqlite("Data Source=:memory:").Options);
        _ = db.Model;
    }
}

/// <summary>Stores the shop in PostgreSQL. Its migrations live in Data/Migrations/Postgres.</summary>
public sealed class PostgresShopDb(DbContextOptions<PostgresShopDb> options) : ShopDb(options);
