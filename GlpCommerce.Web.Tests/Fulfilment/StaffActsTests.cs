using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Fulfilment;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Refunds;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Fulfilment;

/// <summary>What else staff do with an order: refund, cancel, note, send e-mails again, print.</summary>
public sealed class StaffActsTests
{
    private static readonly Actor Robin = new(7, Roles.Staff);
    private static readonly Actor Customer = new(8, Roles.Customer);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_customer_may_do_none_of_it(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var order = await PaidAsync(shop);

        Result<long>[] answers =
        [
            await shop.Get<ParcelEditor>().ShipAsync(order.Id, Carrier.Ups, "1Z999AA10123456784", Customer),
            await shop.Get<ParcelEditor>().DeliverAsync(order.Id, Customer),
            await shop.Get<ParcelEditor>().CorrectAsync(order.Id, Carrier.Ups, "1Z999AA10123456784", Customer),
            await shop.Get<AddressEditor>().CorrectAsync(order.Id, order.Address, Some.Form(), Customer),
            await shop.Get<EmailEditor>().CorrectAsync(order.Id, "robin@example.com", Customer),
            await shop.Get<NoteEditor>().AddAsync(order.Id, "Leave it.", Customer),
            await shop.Get<OrderPost>().SendAgainAsync(order.Id, new DueEmail(EmailKind.OrderConfirmation), "key", Customer),
            await shop.Get<RefundEditor>().RequestAsync(Refund(order), Customer),
            await shop.Get<OrderCanceller>().CancelForStaffAsync(order.Id, Customer),
        ];

        Assert.All(answers, answer => Assert.Equal("staff.not_allowed", answer.Problem?.Code));
        Assert.Null(await shop.Get<OrderPapers>().PackingSlipAsync(order.Number, Customer));
        Assert.Null(await shop.Get<OrderPapers>().ReceiptAsync(order.Number, Customer));
        Assert.Equal(order.Version, (await shop.OrderAsync(order.PublicId)).Version);
        Assert.Empty(await AuditAsync(shop));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_refund_that_is_pressed_twice_at_once_is_one_and_is_written_down_once(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var order = await PaidAsync(shop, quantity: 3);

        var answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => shop.Get<RefundEditor>().RequestAsync(Refund(order), Robin))));

        Assert.Single(answers.Select(answer => answer.Value).Distinct());
        Assert.Equal([("order.refunded", $"refund:{answers[0].Value}")], await AuditAsync(shop));
        Assert.Equal(1, (await shop.OrderAsync(order.PublicId)).Lines[0].RefundedQuantity);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_order_that_is_cancelled_twice_is_written_down_once(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var order = await PaidAsync(shop);

        for (var i = 0; i < 2; i++)
        {
            Assert.Null((await shop.Get<OrderCanceller>().CancelForStaffAsync(order.Id, Robin)).Problem);
        }

        Assert.Equal([("order.cancelled", null)], await AuditAsync(shop));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_note_keeps_its_lines_and_its_author_and_is_not_in_the_audit(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var order = await PaidAsync(shop);
        var author = new Actor((await shop.AccountAsync("robin@example.com")).Id, Roles.Staff);

        Assert.Null((await shop.Get<NoteEditor>().AddAsync(order.Id, "  Call first.\r\nGate code at the desk.  ", author)).Problem);

        var read = await shop.Get<StaffOrderQueries>().FindAsync(order.Number);
        var note = Assert.Single(read!.Notes);
        Assert.Equal(("Call first.\nGate code at the desk.", "robin@example.com"), (note.Note.Text, note.Author));
        Assert.Equal([("order.noted", null)], await AuditAsync(shop));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" \n \u200b")]
    public async Task A_note_without_words_is_refused(string? text)
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var order = await PaidAsync(shop);

        Assert.Equal("note.invalid", (await shop.Get<NoteEditor>().AddAsync(order.Id, text, Robin)).Problem?.Code);
        Assert.Equal("note.invalid", (await shop.Get<NoteEditor>().AddAsync(order.Id, new string('x', OrderNote.Longest + 1), Robin)).Problem?.Code);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Every_email_can_be_sent_again_and_a_key_sends_one(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var order = await PaidAsync(shop, quantity: 2);
        await shop.Get<ParcelEditor>().ShipAsync(order.Id, Carrier.FedEx, "961102098765", Robin);
        var refund = await shop.Get<RefundEditor>().RequestAsync(Refund(order), Robin);
        await shop.RunJobsAsync();
        shop.Mail.Sent.Clear();
        DueEmail[] due = [new(EmailKind.OrderConfirmation), new(EmailKind.Shipped), new(EmailKind.Refund, refund.Value)];

        foreach (var email in due.Concat(due))
        {
            Assert.Null((await shop.Get<OrderPost>().SendAgainAsync(order.Id, email, "again", Robin)).Problem);
            await shop.RunJobsAsync();
        }

        Assert.Equal(3, shop.Mail.Sent.Select(mail => mail.MessageId).Distinct().Count());
        Assert.Equal(3, shop.Mail.Sent.Count);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task That_money_did_not_get_there_can_be_told_again_until_it_is_promised_anew(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var order = await PaidAsync(shop, quantity: 2);
        shop.Gateway.Before = call => call == "refund" ? throw new RefundRefusedException("expired_or_canceled_card") : Task.CompletedTask;
        var refund = await shop.Get<RefundEditor>().RequestAsync(Refund(order), Robin);
        await shop.RunJobsAsync();
        var told = shop.Mail.Sent[^1].TextBody!;
        Assert.StartsWith("failed $", told, StringComparison.Ordinal);
        var email = new DueEmail(EmailKind.RefundFailed, refund.Value);

        for (var i = 0; i < 2; i++)
        {
            Assert.Null((await shop.Get<OrderPost>().SendAgainAsync(order.Id, email, "again", Robin)).Problem);
            await shop.RunJobsAsync();
        }

        Assert.Equal([told, told], shop.Mail.Sent.TakeLast(2).Select(mail => mail.TextBody));
        Assert.Equal(2, shop.Mail.Sent.Count(mail => mail.TextBody == told));
        Assert.Null((await shop.Get<RefundEditor>().RequestAsync(Refund(order) with { Key = "anew" }, Robin)).Problem);
        Assert.Equal("email.not_due", (await shop.Get<OrderPost>().SendAgainAsync(order.Id, email, "later", Robin)).Problem?.Code);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_was_never_told_cannot_be_told_again(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var order = await PaidAsync(shop);

        Assert.Equal("email.not_due", (await shop.Get<OrderPost>().SendAgainAsync(order.Id, new DueEmail(EmailKind.Shipped), "again", Robin)).Problem?.Code);
        Assert.Equal("email.not_due", (await shop.Get<OrderPost>().SendAgainAsync(order.Id, new DueEmail(EmailKind.Refund, 1), "again", Robin)).Problem?.Code);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_packing_slip_holds_what_is_left_to_pack_and_no_price(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var order = await PaidAsync(shop, quantity: 3);
        await shop.Get<RefundEditor>().RequestAsync(Refund(order), Robin);

        var paper = await shop.Get<OrderPapers>().PackingSlipAsync(order.Number, Robin);

        using var pdf = new PdfFile(paper!.Content);
        Assert.All(["Packing slip", order.Number, "Dana Whitlock", "Chicago, IL 60614", order.Lines[0].Sku, "In the box: 2"], words => Assert.Contains(words, pdf.Text, StringComparison.Ordinal));
        Assert.DoesNotContain("$", pdf.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("dana@example.com", pdf.Text, StringComparison.Ordinal);
        Assert.Equal(["order.refunded", "order.packing_slip"], (await AuditAsync(shop)).Select(row => row.Action));
    }

    private static RefundOrder Refund(Order order) => new("key", order.Id, [new RefundUnits(order.Lines[0].Id, 1, Restock: true)], WithShipping: false, "It leaked.");

    private static async Task<Order> PaidAsync(TestShop shop, int quantity = 1)
    {
        var product = Some.Product();
        await shop.StockAsync(product);
        return await shop.PaidAsync(product, quantity);
    }

    private static async Task<List<(string Action, string? Note)>> AuditAsync(TestShop shop)
    {
        await using var db = shop.Db();
        return [.. (await db.AuditEntries.OrderBy(e => e.Id).ToListAsync()).Select(e => (e.Action, e.Note))];
    }
}
