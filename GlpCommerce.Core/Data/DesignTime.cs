using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace GlpCommerce.Core.Data;

/// <summary>For <c>dotnet ef migrations add … --context SqliteShopDb</c>; never used by the running shop.</summary>
internal sealed class SqliteDesignTime : IDesignTimeDbContextFactory<SqliteShopDb>
{
    public SqliteShopDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteShopDb>().UseSqlite("Data Source=design.db").Options);
}

/// <summary>For <c>dotnet ef migrations add … --context PostgresShopDb</c>; never used by the running shop.</summary>
internal sealed class PostgresDesignTime : IDesignTimeDbContextFactory<PostgresShopDb>
{
    public PostgresShopDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresShopDb>().UseNpgsql("Host=localhost").Options);
}
