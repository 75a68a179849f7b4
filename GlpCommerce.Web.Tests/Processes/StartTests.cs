using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Content;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace GlpCommerce.Web.Tests.Processes;

/// <summary>How the real program starts, and how it refuses to.</summary>
[Collection(ProcessTests.Name)]
public sealed class StartTests(RunningShop running)
{
    private const int Kills = 5;

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Killed_during_its_first_starts_it_still_opens_with_127_products(DatabaseProvider provider)
    {
        await using var shop = await ShopProcess.NewAsync(provider);
        var unfinished = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            shop.Begin();
            await Poll.UntilAsync(() => IsAtWorkAsync(shop), atWork => atWork, "the start to reach the database", TimeSpan.FromSeconds(90));
            await Task.Delay(kill == 0 ? 0 : Random.Shared.Next(200 * kill));
            await shop.KillAsync();
            unfinished += await IsStockedAsync(shop) ? 0 : 1;
        }

        await shop.StartAsync();

        await using var db = shop.Db();
        Assert.NotEqual(0, unfinished);
        Assert.Equal(127, await db.Set<Product>().CountAsync());
        Assert.Equal(127, await db.Set<StockMovement>().CountAsync());
        Assert.Equal(12, await db.Set<Article>().CountAsync(a => a.Kind == ArticleKind.Guide));
        using var visitor = shop.NewVisitor();
        Assert.Contains("127 products", (await visitor.OpenAsync("/shop")).Text("main"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shop_that_has_drawn_no_receipt_has_not_loaded_what_draws_them()
    {
        await using var shop = await (await ShopProcess.NewAsync(DatabaseProvider.Sqlite)).StartAsync();
        using var visitor = shop.NewVisitor();
        await visitor.OpenAsync("/");

        var loaded = await File.ReadAllTextAsync($"/proc/{shop.Id}/maps");

        Assert.Contains("sqlite", loaded, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("skia", loaded, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_second_program_on_the_same_data_folder_is_refused_in_one_sentence_and_the_first_goes_on()
    {
        await using var twin = running.Shop.Twin();

        var (code, said) = await twin.RunToEndAsync();

        Assert.Equal(1, code);
        AssertOneSentence(twin, said, "Shop:DataPath", running.Shop.Folder);
        using var visitor = running.Shop.NewVisitor();
        Assert.Equal(System.Net.HttpStatusCode.OK, (await visitor.OpenAsync("/shop")).Status);
    }

    [Theory]
    [InlineData("Database:Provider", "Oracle", "Sqlite or Postgres")]
    [InlineData("Database:ConnectionString", "no connection string", "Database:ConnectionString")]
    [InlineData("Database:ConnectionString", "Data Source=/no/such/folder/shop.db", "/no/such/folder/shop.db")]
    [InlineData("Payments:Provider", "Barter", "Sandbox")]
    [InlineData("Payments:Provider", "Stripe", "Stripe:SecretKey is missing")]
    [InlineData("Payments:AllowSandbox", "perhaps", "true or false")]
    [InlineData("Jobs:Engine", "Cron", "Coravel")]
    [InlineData("Jobs:Role", "Boss", "All")]
    [InlineData("Urls", "nonsense", "http://localhost:5080")]
    [InlineData("Email:Provider", "Smtp", "Email:Smtp:Host")]
    [InlineData("Email:From", "nobody", "e-mail address")]
    [InlineData("Shop:PublicUrl", "my shop", "https://")]
    [InlineData("Shop:DataPath", "/proc/no-such-folder", "/proc/no-such-folder")]
    [InlineData("Proxy:Known", "everybody", "10.0.0.0/8")]
    [InlineData("RateLimits:Checkout:PerSession", "lots", "whole number")]
    [InlineData("RateLimits:Checkout:PerAddress", "0", "from 1")]
    [InlineData("RateLimits:Checkout", "5", "PerSession and PerAddress")]
    [InlineData("RateLimits:OrderEvents:Total", "many", "whole number")]
    [InlineData("RateLimits:OrderEvents:Longest", "a while", "00:00:01")]
    public async Task A_wrong_value_stops_the_start_with_one_sentence_that_names_the_key_and_what_it_may_be(string key, string value, string told)
    {
        await using var shop = await ShopProcess.NewAsync(DatabaseProvider.Sqlite, (key, value));

        var (code, said) = await shop.RunToEndAsync();

        Assert.Equal(1, code);
        AssertOneSentence(shop, said, key, told);
    }

    [Fact]
    public async Task Outside_development_the_sandbox_must_be_allowed()
    {
        await using var shop = await ShopProcess.NewAsync(DatabaseProvider.Sqlite, ("ASPNETCORE_ENVIRONMENT", "Production"));

        var (code, said) = await shop.RunToEndAsync();

        Assert.Equal(1, code);
        AssertOneSentence(shop, said, "Payments:AllowSandbox");
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said_in_one_sentence()
    {
        await using var other = await ShopProcess.NewAsync(DatabaseProvider.Sqlite, ("Urls", running.Shop.Address.ToString()));

        var (code, said) = await other.RunToEndAsync();

        // The web server itself writes a trace of its own to the log; the sentence stands alone on the error output.
        Assert.Equal(1, code);
        Assert.Contains("Urls", Assert.Single(said.Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_postgres_server_that_does_not_answer_is_said_in_one_sentence()
    {
        await using var shop = await ShopProcess.NewAsync(
            DatabaseProvider.Sqlite, ("Database:Provider", "Postgres"), ("Database:ConnectionString", "Host=127.0.0.1;Port=1;Username=x;Database=x"));

        var (code, said) = await shop.RunToEndAsync();

        Assert.Equal(1, code);
        AssertOneSentence(shop, said, "Database:ConnectionString");
    }

    private static void AssertOneSentence(ShopProcess shop, string said, params string[] parts)
    {
        Assert.Single(said.Split('\n'));
        Assert.All(parts, part => Assert.Contains(part, said, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", shop.Output, StringComparison.Ordinal);
    }

    /// <summary>Whether the start has begun to use its database.</summary>
    private static async Task<bool> IsAtWorkAsync(ShopProcess shop)
    {
        await using var db = shop.Db();
        if (db is SqliteShopDb)
        {
            return File.Exists(Path.Combine(shop.Folder, "shop.db"));
        }

        return (await db.Database.SqlQuery<int>($"SELECT count(*)::int AS \"Value\" FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()").SingleAsync()) > 0;
    }

    private static async Task<bool> IsStockedAsync(ShopProcess shop)
    {
        try
        {
            await using var db = shop.Db();
            return await db.Set<CatalogState>().AnyAsync();
        }
        catch (Exception error) when (error is Microsoft.Data.Sqlite.SqliteException or PostgresException)
        {
            // There are no tables yet.
            return false;
        }
    }
}
