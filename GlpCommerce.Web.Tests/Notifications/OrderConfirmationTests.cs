using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Orders;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Notifications;

public sealed class OrderConfirmationTests
{
    private readonly Product _product = Some.Product(stock: 5);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_refused_email_is_offered_again_and_arrives_once(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        shop.Mail.Troubles.Enqueue(new EmailRefusedException("452 come back later"));
        shop.Mail.Troubles.Enqueue(new EmailRefusedException("452 come back later"));

        var order = await ConfirmedAsync(shop);

        Assert.Equal($"Your order {order.Number}", Assert.Single(shop.Mail.Sent).Subject);
        Assert.Equal(EmailState.Sent, Assert.Single(await EmailsAsync(shop)).State);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_mail_server_that_is_away_for_nearly_three_days_gets_the_email_once_it_is_back(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync(_product);
        await shop.PlacedAsync(_product);
        var (back, asked) = (shop.Now.AddHours(71), 0);
        shop.Mail.Trouble = () => shop.Now >= back ? null : new EmailRefusedException($"The mail server cannot be reached, {++asked}.") { Passes = true };

        for (var end = shop.Now.AddHours(72); shop.Now < end; shop.Clock.Advance(TimeSpan.FromMinutes(10)))
        {
            await shop.RunJobsAsync();
        }

        Assert.Single(shop.Mail.Sent);
        Assert.InRange(asked, 50, 200);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_mail_server_that_makes_strangers_wait_half_an_hour_gets_the_email_all_the_same(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var opens = shop.Now.AddMinutes(30);
        shop.Mail.Trouble = () => shop.Now < opens ? new EmailRefusedException("451 come back later") : null;

        await ConfirmedAsync(shop);

        Assert.Single(shop.Mail.Sent);
    }

    [Fact]
    public void Three_tries_span_at_least_half_an_hour_and_the_second_comes_within_minutes()
    {
        var spec = SendOrderConfirmation.Spec;

        Assert.Equal(3, spec.MaxAttempts);
        Assert.InRange((spec.Backoff(1, jitter: 0) + spec.Backoff(2, jitter: 0)).TotalMinutes, 30, 60);
        Assert.InRange(spec.Backoff(1, jitter: 1).TotalMinutes, 1, 10);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_email_that_may_have_left_is_not_sent_again(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        shop.Mail.Troubles.Enqueue(new IOException("The line broke after the last word."));

        await ConfirmedAsync(shop);
        await shop.RepeatAllJobsAsync();

        Assert.Empty(shop.Mail.Sent);
        Assert.Equal(EmailState.Sending, Assert.Single(await EmailsAsync(shop)).State);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_carrier_that_drops_repeats_is_given_the_message_again(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        shop.Mail.CanRepeat = true;
        shop.Mail.Troubles.Enqueue(new IOException("The disk was full."));

        await ConfirmedAsync(shop);

        Assert.Single(shop.Mail.Sent);
        Assert.Equal(EmailState.Sent, Assert.Single(await EmailsAsync(shop)).State);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_email_nobody_takes_leaves_the_order_confirmed_and_the_job_readable(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        for (var attempt = 0; attempt < 3; attempt++)
        {
            shop.Mail.Troubles.Enqueue(new EmailRefusedException("550 no such mailbox"));
        }

        var order = await ConfirmedAsync(shop);

        Assert.Equal(OrderStatus.Confirmed, order.Status);
        var dead = Assert.Single(await shop.JobsAsync(), job => job.DeadAt is not null);
        Assert.Equal(("send-order-confirmation", "EmailRefusedException: 550 no such mailbox"), (dead.Kind, dead.LastError));
        Assert.Empty(await EmailsAsync(shop));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_message_names_the_order_and_its_subject_tells_nothing_else(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var order = await ConfirmedAsync(shop);

        var message = Assert.Single(shop.Mail.Sent);

        Assert.Equal("\"Dana Whitlock\" <dana@example.com>", message.To.ToString());
        Assert.StartsWith($"{order.Number}-confirmation-", message.MessageId, StringComparison.Ordinal);
        Assert.Equal($"Your order {order.Number}", message.Subject);
        Assert.DoesNotContain(_product.Name, message.Subject, StringComparison.Ordinal);
    }

    private async Task<Order> ConfirmedAsync(TestShop shop)
    {
        await shop.StockAsync(_product);
        var placed = await shop.PlacedAsync(_product);
        await shop.RunJobsForAsync(TimeSpan.FromHours(1));
        return await shop.OrderAsync(placed.PublicId);
    }

    private static async Task<List<Email>> EmailsAsync(TestShop shop)
    {
        await using var db = shop.Db();
        return await db.Emails.AsNoTracking().ToListAsync();
    }
}
