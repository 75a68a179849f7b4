using Bunit;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Data.Migrations;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Admin.Work;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Admin;

/// <summary>The pages of jobs and of the audit log.</summary>
public sealed class StaffWorkTests : StaffComponentContext
{
    [Fact]
    public async Task A_manager_lets_a_job_that_was_given_up_run_again()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        await GiveUpAsync(shop);
        var page = Open<JobsPage>(shop, Roles.Manager);
        Assert.Contains("550 no such mailbox", page.Find("tbody").TextContent, StringComparison.Ordinal);

        Button(page, "Try again").Click();

        page.WaitForAssertion(() => Assert.Contains("No job was given up.", page.Markup, StringComparison.Ordinal));
        Assert.Equal((null, null, 0), await StandAsync(shop));
    }

    [Fact]
    public async Task A_job_is_given_up_for_good_only_after_a_second_question()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        await GiveUpAsync(shop);
        var page = Open<JobsPage>(shop, Roles.Manager);

        Button(page, "Give up for good").Click();
        Dialogs.WaitForElement(".mud-dialog");
        Button(Dialogs, "Leave it").Click();
        IsClosed();
        Assert.Null((await StandAsync(shop)).DoneAt);
        Button(page, "Give up for good").Click();
        Dialogs.WaitForElement(".mud-dialog");
        Button(Dialogs, "Yes, give it up").Click();

        page.WaitForAssertion(() => Assert.Contains("No job was given up.", page.Markup, StringComparison.Ordinal));
        Assert.NotNull((await StandAsync(shop)).DoneAt);
    }

    [Fact]
    public async Task Who_may_only_see_jobs_finds_nothing_to_press()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        await GiveUpAsync(shop);

        var page = Open<JobsPage>(shop, Roles.Staff);

        Assert.Single(page.FindAll("tbody tr"));
        Assert.Empty(page.FindAll("button"));
    }

    [Fact]
    public async Task A_job_that_waits_for_another_try_says_why_and_is_run_at_once()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        await using (var db = shop.Db())
        {
            db.Add(new Job { Kind = "expire-order", Payload = """{"orderId":1}""", CreatedAt = shop.Now, DueAt = shop.Now.AddMinutes(30) });
            db.Add(new Job
            {
                Kind = "send-order-confirmation", Payload = """{"orderId":1}""", CreatedAt = shop.Now, DueAt = shop.Now.AddMinutes(40), Attempts = 1,
                LastError = "The mail server said: 451 later.",
            });
            await db.SaveChangesAsync();
        }

        var page = Open<JobsPage>(shop, Roles.Manager);
        page.WaitForAssertion(() => Assert.Equal(
            ["It failed and is tried again then. The mail server said: 451 later.", "It is planned for then."],
            page.FindAll("tbody tr td:nth-child(5)").Select(cell => cell.TextContent)));
        Button(page, "Run now").Click();

        page.WaitForAssertion(() => Assert.Equal("It is planned for then.", page.Find("tbody tr td:nth-child(5)").TextContent));
        Assert.Empty(page.FindAll("tbody button"));
        Assert.Equal("1", page.Find(".figures dd").TextContent);
    }

    [Fact]
    public async Task The_whole_log_is_checked_and_a_row_that_was_changed_is_named()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        await GiveUpAsync(shop);
        await shop.Get<JobDesk>().RetryAsync((await JobAsync(shop)).Id, Typed.Manager);
        var page = Open<AuditPage>(shop, Roles.Manager);
        Assert.Equal(["Opened this log", "Let a job run again that had been given up"], page.FindAll("tbody tr td:nth-child(4)").Select(cell => cell.TextContent));

        Button(page, "Check the whole log").Click();
        page.WaitForAssertion(() => Assert.StartsWith("The log is whole: 2 rows.", page.Find("[role=status] p").TextContent, StringComparison.Ordinal));
        await using (var db = shop.Db())
        {
            foreach (var sql in AuditTriggerSql.NoSqlite.Append("UPDATE \"AuditEntries\" SET \"AccountId\" = 8 WHERE \"Id\" = 1"))
            {
                await db.Database.ExecuteSqlRawAsync(sql);
            }
        }

        Button(page, "Check the whole log").Click();

        page.WaitForAssertion(() => Assert.Equal("Row 1 is not as it was written.", page.Find("[role=status].bad p").TextContent));
    }

    private static async Task GiveUpAsync(TestShop shop)
    {
        await using var db = shop.Db();
        db.Add(new Job
        {
            Kind = "send-order-confirmation", Payload = """{"orderId":1}""", CreatedAt = shop.Now, DueAt = shop.Now, Attempts = 3, DeadAt = shop.Now,
            LastError = "The mail server said: 550 no such mailbox.",
        });
        await db.SaveChangesAsync();
    }

    private static async Task<Job> JobAsync(TestShop shop)
    {
        await using var db = shop.Db();
        return await db.Jobs.AsNoTracking().SingleAsync();
    }

    private static async Task<(DateTime? DeadAt, DateTime? DoneAt, int Attempts)> StandAsync(TestShop shop) =>
        await JobAsync(shop) is var job ? (job.DeadAt, job.DoneAt, job.Attempts) : default;
}
