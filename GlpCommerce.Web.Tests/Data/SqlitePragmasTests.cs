using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Data;

public sealed class SqlitePragmasTests
{
    [Theory]
    [InlineData("journal_mode", "wal")]
    [InlineData("synchronous", "2")]
    [InlineData("foreign_keys", "1")]
    [InlineData("busy_timeout", "1000")]
    public async Task Every_connection_keeps_what_was_acknowledged(string pragma, string expected)
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        await using (var first = shop.Db())
        {
            Assert.Equal(expected, await PragmaAsync(first, pragma));
        }

        await using var pooled = shop.Db();

        Assert.Equal(expected, await PragmaAsync(pooled, pragma));
    }

    private static async Task<string?> PragmaAsync(ShopDb db, string pragma)
    {
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"PRAGMA {pragma}";
        return (await command.ExecuteScalarAsync())?.ToString();
    }
}
