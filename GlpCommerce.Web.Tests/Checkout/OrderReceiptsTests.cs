using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Fulfilment;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Checkout;

/// <summary>The receipts that an order's money leaves behind.</summary>
public sealed class OrderReceiptsTests
{
    private const string Paid = "Paid. Test payment, no money moved";

    private readonly Product _product = Some.Product(name: "Plain shake", price: 10m, stock: 9);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_paid_order_has_a_receipt_in_both_forms_that_says_what_the_order_says(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);

        var order = await shop.PaidWithReceiptAsync(_product, 3);

        Assert.Equal(
            [
                $"Plain shake {_product.Sku} | 3 | $10.00 | $30.00", "Products | $30.00", "Shipping | $5.90", "Sales tax | $0.00", $"Total | {order.Total}",
                $"January 5, 2026, 12:00 PM UTC | {Paid} | {order.Total}",
            ],
            shop.Rows());
        var pdf = shop.PdfText();
        Assert.All(
            [order.Number, order.Email, .. order.Address!.Lines(), "Plain shake", _product.Sku, "$30.00", $"Total {order.Total}", Paid],
            words => Assert.Contains(words, pdf, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Each_refund_that_succeeds_or_comes_back_writes_it_once(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await shop.PaidWithReceiptAsync(_product, 3);
        Assert.Equal(0, await shop.ReceiptJobsAsync());

        await shop.RefundAsync(order, "one", units: 1);
        await shop.RunJobsAsync();
        Assert.Equal(1, await shop.ReceiptJobsAsync());
        Assert.Contains("January 5, 2026, 12:00 PM UTC | It arrived damaged. | -$10.00", shop.Rows());
        Assert.Contains("Paid after refunds | $25.90", shop.Rows());
        Assert.All(["Refunds", "It arrived damaged.", "-$10.00", "Paid after refunds", "$25.90"], words => Assert.Contains(words, shop.PdfText(), StringComparison.Ordinal));

        await shop.RefundComesBackAsync();
        await shop.RefundComesBackAsync();
        await shop.RunJobsAsync();
        Assert.Equal(2, await shop.ReceiptJobsAsync());
        Assert.DoesNotContain(shop.Rows(), row => row.Contains("-$10.00", StringComparison.Ordinal));
        Assert.DoesNotContain("-$10.00", shop.PdfText(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_refund_that_fails_before_it_was_told_leaves_the_receipt_alone(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await shop.PaidWithReceiptAsync(_product, 3);
        shop.Gateway.Before = call => call == "refund" ? throw new RefundRefusedException("expired_or_canceled_card") : Task.CompletedTask;

        await shop.RefundAsync(order, "one", units: 1);
        await shop.RunJobsAsync();

        Assert.Equal(0, await shop.ReceiptJobsAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Written_again_and_by_eight_at_once_it_is_the_same_two_files(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await shop.PaidWithReceiptAsync(_product, 3);
        await shop.RefundAsync(order, "one", units: 1);
        await shop.RunJobsAsync();
        var before = shop.Receipts();
        shop.Clock.Advance(TimeSpan.FromDays(1));

        await shop.RepeatAllJobsAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => shop.Get<OrderReceipts>().WriteAsync(order.Id))));

        Assert.Equal(before, shop.Receipts());
        Assert.Equal(2, before.Count);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_slow_run_that_overwrites_a_newer_receipt_writes_the_newer_one_again(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await shop.PaidWithReceiptAsync(_product, 3);
        var (late, newerIsThere) = (new TaskCompletionSource(), new TaskCompletionSource());
        shop.Media.BeforePut = key =>
        {
            shop.Media.BeforePut = _ => Task.CompletedTask;
            late.SetResult();
            return newerIsThere.Task;
        };
        using var noTimeLeft = new CancellationTokenSource();
        shop.Media.AfterPut = key => key.EndsWith(".pdf", StringComparison.Ordinal) && newerIsThere.Task.IsCompleted ? noTimeLeft.CancelAsync() : Task.CompletedTask;
        var slow = Task.Run(() => shop.Get<OrderReceipts>().WriteAsync(order.Id, noTimeLeft.Token));
        await late.Task;
        await shop.RefundAsync(order, "one", units: 1);
        await shop.RunJobsAsync();
        var newer = shop.Receipts();

        newerIsThere.SetResult();
        await slow;

        Assert.True(noTimeLeft.IsCancellationRequested);
        Assert.Contains("Paid after refunds | $25.90", shop.Rows());
        Assert.Equal(newer, shop.Receipts());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_slow_run_that_knew_no_address_writes_the_receipt_with_the_address_again(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var session = await shop.CartAsync((_product, 3));
        var placed = (await shop.Get<Cashier>().PlaceAsync(Some.Request(session) with { Address = null })).Value!;
        await shop.RunJobsAsync();
        var order = await shop.OrderAsync(placed.PublicId);
        var (late, addressIsThere) = (new TaskCompletionSource(), new TaskCompletionSource());
        shop.Media.BeforePut = key =>
        {
            shop.Media.BeforePut = _ => Task.CompletedTask;
            late.SetResult();
            return addressIsThere.Task;
        };
        var slow = Task.Run(() => shop.Get<OrderReceipts>().WriteAsync(order.Id));
        await late.Task;
        Assert.Null((await shop.Get<OrderAddress>().SetAsync(placed.PublicId, new OrderProof(session), Some.Form())).Problem);
        await shop.RunJobsAsync();
        var addressed = shop.Receipts();

        addressIsThere.SetResult();
        await slow;

        Assert.Contains(Some.Form().Line1!, shop.PdfText(), StringComparison.Ordinal);
        Assert.Equal(addressed, shop.Receipts());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_slow_run_that_knew_the_old_address_writes_the_receipt_with_the_corrected_one_again(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await shop.PaidAsync(_product, 3);
        var (late, correctedIsThere) = (new TaskCompletionSource(), new TaskCompletionSource());
        shop.Media.BeforePut = key =>
        {
            shop.Media.BeforePut = _ => Task.CompletedTask;
            late.SetResult();
            return correctedIsThere.Task;
        };
        var slow = Task.Run(() => shop.Get<OrderReceipts>().WriteAsync(order.Id));
        await late.Task;
        Assert.Null((await shop.Get<AddressEditor>().CorrectAsync(order.Id, order.Address, Some.Form() with { Line1 = "14 Elm Ct" }, new Actor(7, Roles.Staff))).Problem);
        await shop.RunJobsAsync();
        var corrected = shop.Receipts();

        correctedIsThere.SetResult();
        await slow;

        Assert.Contains("14 Elm Ct", shop.PdfText(), StringComparison.Ordinal);
        Assert.Equal(corrected, shop.Receipts());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_slow_run_that_knew_the_old_email_address_writes_the_receipt_with_the_corrected_one_again(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await shop.PaidAsync(_product, 3);
        var (late, correctedIsThere) = (new TaskCompletionSource(), new TaskCompletionSource());
        shop.Media.BeforePut = key =>
        {
            shop.Media.BeforePut = _ => Task.CompletedTask;
            late.SetResult();
            return correctedIsThere.Task;
        };
        var slow = Task.Run(() => shop.Get<OrderReceipts>().WriteAsync(order.Id));
        await late.Task;
        Assert.Null((await shop.Get<EmailEditor>().CorrectAsync(order.Id, "whitlock@example.com", new Actor(7, Roles.Staff))).Problem);
        await shop.RunJobsAsync();
        var corrected = shop.Receipts();

        correctedIsThere.SetResult();
        await slow;

        Assert.Contains("whitlock@example.com", shop.PdfText(), StringComparison.Ordinal);
        Assert.Equal(corrected, shop.Receipts());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_cancelled_order_keeps_its_receipt_with_all_its_money_going_back(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var session = await shop.CartAsync((_product, 3));
        var placed = (await shop.PlaceAsync(session)).Value!;
        await shop.RunJobsAsync();

        await shop.Get<OrderCanceller>().CancelAsync(placed.PublicId, new OrderProof(session));
        await shop.RunJobsAsync();

        Assert.Equal(OrderStatus.Cancelled, (await shop.OrderAsync(placed.PublicId)).Status);
        Assert.Equal(["January 5, 2026, 12:00 PM UTC | The order was cancelled. | -$35.90", "Paid after refunds | $0.00"], shop.Rows().TakeLast(2));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_was_paid_twice_and_went_back_stands_on_the_receipt(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var session = await shop.CartAsync((_product, 1));
        var placed = (await shop.PlaceAsync(session, SandboxGateway.Declined)).Value!;
        await shop.RunJobsAsync();
        await shop.Get<OrderPayer>().PayAsync(placed.PublicId, new OrderProof(session), SandboxGateway.Visa);
        await shop.RunJobsAsync();

        await shop.OldestPaymentSucceedsAsync();
        await shop.RunJobsAsync();

        Assert.Equal(2, shop.Rows().Count(row => row.Contains(Paid, StringComparison.Ordinal)));
        Assert.Equal(["The order was paid twice. | -$15.90", "Paid after refunds | $15.90"], shop.Rows().TakeLast(2).Select(row => row.Split(" UTC | ")[^1]));
    }

    [Theory]
    [InlineData("sandbox", Paid)]
    [InlineData("stripe", "Paid with Stripe")]
    [InlineData("somebody", "Paid")]
    public void Who_took_the_money_is_said_by_the_name_that_shoppers_know(string provider, string words) =>
        Assert.Equal(words, SomeReceipt.Templates.Words.PaidThrough(provider));

    [Fact]
    public async Task An_order_that_costs_nothing_has_a_receipt_that_says_so()
    {
        await using var shop = await OpenAsync(DatabaseProvider.Sqlite);

        var order = await shop.ConfirmedAsync(_product, discount: 20m);
        await shop.Get<OrderReceipts>().WriteAsync(order.Id);

        Assert.Equal(
            [
                $"Plain shake {_product.Sku} · part of the discount: -$20.00 | 2 | $10.00 | $20.00", "Products | $20.00", "Discount WELCOME | -$20.00",
                "Shipping | $0.00", "Sales tax | $0.00", "Total | $0.00", "January 5, 2026, 12:00 PM UTC | Nothing to pay | $0.00",
            ],
            shop.Rows());
        Assert.Contains("Nothing to pay $0.00", shop.PdfText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SandboxGateway.Declined)]
    [InlineData(SandboxGateway.ThreeDSecure)]
    public async Task An_order_that_was_never_paid_has_none(string method)
    {
        await using var shop = await OpenAsync(DatabaseProvider.Sqlite);
        await shop.PlacedAsync(_product, 1, method);

        await shop.RunJobsForAsync(TimeSpan.FromMinutes(31));

        Assert.Empty(shop.Receipts());
    }

    [Fact]
    public async Task Its_file_tells_the_orders_number_and_nothing_else_that_anybody_could_know()
    {
        await using var shop = await OpenAsync(DatabaseProvider.Sqlite);
        var first = await shop.PaidWithReceiptAsync(_product);
        var second = await shop.PaidWithReceiptAsync(_product);

        var names = shop.Receipts().Keys.ToList();

        Assert.All(names, name => Assert.Matches("^GLP-1000(01|02)-[A-Za-z0-9_-]{43}\\.(html|pdf)$", name));
        Assert.Equal(2, names.Select(name => name["GLP-100001-".Length..].Split('.')[0]).Distinct().Count());
        Assert.All([first, second], order => Assert.DoesNotContain(names, name => name.Contains(order.PublicId, StringComparison.Ordinal)));
        Assert.DoesNotContain(names, name => name.Contains("dana", StringComparison.OrdinalIgnoreCase) || name.Contains("shake", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Its_pdf_says_of_itself_neither_who_bought_nor_what()
    {
        await using var shop = await OpenAsync(DatabaseProvider.Sqlite);
        var order = await shop.PaidWithReceiptAsync(_product);

        using var pdf = new PdfFile(shop.Receipts().Single(file => file.Key.EndsWith(".pdf", StringComparison.Ordinal)).Value);

        Assert.Equal($"Receipt {order.Number}", pdf.About["Title"]);
        Assert.DoesNotMatch("(?i)dana|whitlock|shake|example", string.Join('\n', pdf.About));
    }

    [Fact]
    public async Task A_disk_that_is_full_for_a_while_only_delays_the_receipt()
    {
        await using var shop = await OpenAsync(DatabaseProvider.Sqlite);
        shop.Media.BeforePut = _ => throw new IOException("No space left on device");
        await shop.RefundAsync(await shop.PaidAsync(_product), "one", units: 1);
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(3));
        Assert.Empty(shop.Receipts());

        shop.Media.BeforePut = _ => Task.CompletedTask;
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(10));

        Assert.Equal(2, shop.Receipts().Count);
        Assert.Equal(1, await shop.ReceiptJobsAsync());
    }

    private async Task<TestShop> OpenAsync(DatabaseProvider provider)
    {
        var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync(_product);
        return shop;
    }
}
