using System.Net;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Data.Migrations;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Processes;

/// <summary>How a new shop comes to its first administrator, and how one is added from outside.</summary>
[Collection(ProcessTests.Name)]
public sealed class FirstAdminTests
{
    private static readonly (string, string)[] Production = [("ASPNETCORE_ENVIRONMENT", "Production"), ("Payments:AllowSandbox", "true")];

    private static readonly (string, string)[] Nobody = [("Staff:Email", ""), ("Staff:Password", "")];

    [Fact]
    public async Task Outside_development_a_shop_that_nobody_can_run_does_not_start_and_one_that_has_an_administrator_needs_the_settings_no_more()
    {
        await using var shop = await ShopProcess.NewAsync(DatabaseProvider.Sqlite, [.. Production, .. Nobody]);

        var (code, said) = await shop.RunToEndAsync();

        Assert.Equal(1, code);
        Assert.StartsWith("Staff:Email and Staff:Password are missing", Assert.Single(said.Split('\n')), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", shop.Output, StringComparison.Ordinal);

        await using var named = shop.Changed([("Staff:Email", "dana@example.com"), ("Staff:Password", Some.Password)]);
        await named.StartAsync();
        await named.KillAsync();
        await using var later = shop.Changed(Nobody);
        await later.StartAsync();
        using var visitor = later.NewVisitor();

        Assert.Equal("/admin", (await visitor.SignInAsync("dana@example.com", at: "/account/sign-in?return=/admin")).Path);
    }

    [Theory]
    [InlineData("dana", Some.Password)]
    [InlineData("dana@example.com", "short")]
    public async Task Settings_that_can_be_nobodys_stop_the_start(string email, string password)
    {
        await using var shop = await ShopProcess.NewAsync(DatabaseProvider.Sqlite, [.. Production, ("Staff:Email", email), ("Staff:Password", password)]);

        var (code, said) = await shop.RunToEndAsync();

        Assert.Equal(1, code);
        Assert.StartsWith("Staff:Email and Staff:Password cannot be", Assert.Single(said.Split('\n')), StringComparison.Ordinal);
        Assert.DoesNotContain(password, said, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task In_development_the_shop_makes_one_whose_password_counts_for_one_sign_in(DatabaseProvider provider)
    {
        await using var shop = await ShopProcess.NewAsync(provider, Nobody);
        await shop.StartAsync();
        var file = Path.Combine(shop.Folder, "first-staff-password");
        var password = (await File.ReadAllTextAsync(file)).Trim();
        using var visitor = shop.NewVisitor();

        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        await Poll.UntilAsync(() => Task.FromResult(shop.Output), output => output.Contains(file, StringComparison.Ordinal), "the log to say where it stands");
        Assert.DoesNotContain(password, shop.Output, StringComparison.Ordinal);

        var arrived = await visitor.SignInAsync("staff@localhost", password, "/account/sign-in?return=/admin");

        Assert.Equal("/account", arrived.Path);
        Assert.Contains("for once", arrived.Text("[role=status]"), StringComparison.Ordinal);
        Assert.False(File.Exists(file));
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.OpenAsync("/admin")).Status);

        await visitor.ChangePasswordAsync(password, Members.AnotherPassword);

        Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync("/admin")).Status);
        Assert.False(File.Exists(file));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_command_adds_staff_to_a_shop_that_does_not_run(DatabaseProvider provider)
    {
        await using var shop = await ShopProcess.NewAsync(provider, [.. Production, .. Nobody]);

        var (code, said) = await shop.CommandAsync("staff", "add", "dana@example.com");
        var password = said.Split(": ")[^1].Trim();
        await shop.StartAsync();
        using var visitor = shop.NewVisitor();

        Assert.Equal(0, code);
        Assert.StartsWith("dana@example.com is admin now.", said, StringComparison.Ordinal);
        Assert.Contains("for once", (await visitor.SignInAsync("dana@example.com", password)).Text("[role=status]"), StringComparison.Ordinal);
        await using var db = shop.Db();
        Assert.Equal("staff.added", (await db.Set<Core.Staff.AuditEntry>().SingleAsync()).Action);
    }

    [Theory]
    [InlineData("staff", "add", "dana@example.com", "boss", "A role is one of these")]
    [InlineData("staff", "add", "dana", "staff", "email")]
    [InlineData("staff", "remove", "dana@example.com", "staff", "This can be: staff add")]
    [InlineData("audit", "mend", "it", "now", "This can be: staff add")]
    public async Task A_command_that_cannot_be_says_so_in_one_sentence(string first, string second, string third, string fourth, string told)
    {
        await using var shop = await ShopProcess.NewAsync(DatabaseProvider.Sqlite, Nobody);

        var (code, said) = await shop.CommandAsync(first, second, third, fourth);

        Assert.Equal(1, code);
        Assert.Contains(told, Assert.Single(said.Split('\n')), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_command_says_whether_the_audit_log_is_whole(DatabaseProvider provider)
    {
        await using var shop = await ShopProcess.NewAsync(provider, Nobody);
        await shop.CommandAsync("staff", "add", "dana@example.com", "manager");

        var (code, whole) = await shop.CommandAsync("audit", "verify");
        var seal = whole.Split(": ")[^1].Trim();
        await shop.CommandAsync("staff", "add", "sam@example.com", "staff");
        var (known, _) = await shop.CommandAsync("audit", "verify", seal);
        var (unknown, _) = await shop.CommandAsync("audit", "verify", "0123");
        await using (var db = shop.Db())
        {
            foreach (var sql in provider == DatabaseProvider.Sqlite ? AuditTriggerSql.NoSqlite : AuditTriggerSql.NoPostgres)
            {
                await db.Database.ExecuteSqlRawAsync(sql);
            }

            await db.Database.ExecuteSqlRawAsync("UPDATE \"AuditEntries\" SET \"Note\" = 'admin' WHERE \"Id\" = 1");
        }

        var (broken, fault) = await shop.CommandAsync("audit", "verify");

        Assert.Equal((0, 0, 1, 1), (code, known, unknown, broken));
        Assert.StartsWith("The audit log is whole: 1 rows.", whole, StringComparison.Ordinal);
        Assert.Equal("Row 1 is not as it was written.", fault);
    }

    [Fact]
    public async Task Commands_take_along_and_erase_what_is_kept_about_a_guest()
    {
        await using var shop = await ShopProcess.NewAsync(DatabaseProvider.Sqlite, Nobody);
        var file = Path.Combine(shop.Folder, "dana.json");

        var erased = await shop.CommandAsync("guest", "erase", "dana@example.com");
        var taken = await shop.CommandAsync("guest", "export", "dana@example.com", file);
        var again = await shop.CommandAsync("guest", "export", "dana@example.com", file);

        Assert.Equal((0, "No order of a guest has this address."), erased);
        Assert.Equal((0, 1), (taken.Code, again.Code));
        Assert.Contains("\"orders\": []", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        Assert.StartsWith("The file cannot be written:", Assert.Single(again.Said.Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_shop_runs_on_a_file_a_command_is_refused()
    {
        await using var shop = await ShopProcess.NewAsync(DatabaseProvider.Sqlite);
        await shop.StartAsync();
        await using var twin = shop.Twin();

        var (code, said) = await twin.CommandAsync("staff", "add", "dana@example.com");

        Assert.Equal(1, code);
        Assert.Contains(shop.Folder, Assert.Single(said.Split('\n')), StringComparison.Ordinal);
    }
}
