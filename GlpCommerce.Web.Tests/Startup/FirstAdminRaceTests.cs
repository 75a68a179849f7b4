using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using GlpCommerce.Core.Startup;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Startup;

public sealed class FirstAdminRaceTests
{
    [Fact]
    public async Task Of_two_machines_that_start_at_once_one_makes_the_administrator_and_both_start()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("GLP_TEST_POSTGRES") is null, "GLP_TEST_POSTGRES is not set: run ./test");
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Postgres, ("Staff:Email", Some.AdminEmail), ("Staff:Password", Some.Password));
        shop.Sql.Once("INSERT INTO \"Accounts\"", () => shop.Get<FirstAdmin>().EnsureAsync(isDevelopment: false));

        await shop.Get<FirstAdmin>().EnsureAsync(isDevelopment: false);

        await using var db = shop.Db();
        Assert.Equal(Some.AdminEmail, (await db.Accounts.SingleAsync()).Email);
        Assert.True(await shop.Get<StaffEditor>().HasAdminAsync());
        Assert.Equal(["staff.added"], await db.AuditEntries.Select(e => e.Action).ToListAsync());
    }
}
