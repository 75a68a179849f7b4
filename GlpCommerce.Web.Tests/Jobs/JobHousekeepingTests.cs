using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Jobs;

public sealed class JobHousekeepingTests
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Jobs_that_were_done_thirty_days_ago_go_and_those_that_wait_or_were_given_up_stay(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await using (var db = shop.Db())
        {
            db.AddRange(
                Job("done", done: shop.Now), Job("given-up", dead: shop.Now), Job("waits"),
                Job("done-later", done: shop.Now.AddDays(1)), Job("given-up-and-discarded", done: shop.Now, dead: shop.Now));
            await db.SaveChangesAsync();
        }

        shop.Clock.Advance(TimeSpan.FromDays(30));

        Assert.Equal(1, await shop.Get<JobHousekeeping>().RunAsync());
        Assert.Equal(["done-later", "given-up", "given-up-and-discarded", "waits"], (await shop.JobsAsync()).Select(j => j.Kind).Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_an_order_needs_no_more_is_not_missed_when_its_jobs_are_gone(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product()))[0];
        var session = await shop.CartAsync((product, 2));
        var placed = await shop.PlaceAsync(session, key: "once");
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(31));
        shop.Clock.Advance(TimeSpan.FromDays(31));

        Assert.NotEqual(0, await shop.Get<JobHousekeeping>().RunAsync());
        var again = await shop.PlaceAsync(session, key: "once");
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(placed.Value, again.Value);
        Assert.Equal((8, 0), await shop.StockOfAsync(product));
        Assert.Single(shop.Mail.Sent);
    }

    private static Job Job(string kind, DateTime? done = null, DateTime? dead = null) => new()
    {
        Kind = kind, Payload = "{}", CreatedAt = Some.Noon, DueAt = Some.Noon.AddYears(1), DoneAt = done, DeadAt = dead,
    };
}
