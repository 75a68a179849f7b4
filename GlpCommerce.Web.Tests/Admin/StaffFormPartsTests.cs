using Bunit;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Admin;
using GlpCommerce.Web.Admin.Orders;
using GlpCommerce.Web.Tests.Support;
using MudBlazor;

namespace GlpCommerce.Web.Tests.Admin;

/// <summary>What was typed before is offered, and given up when it was sent or dismissed; the browser itself is in StaffFormTests.</summary>
public sealed class StaffFormPartsTests : StaffComponentContext
{
    [Theory]
    [InlineData(false, "What you typed here on Jan 5, 2026, 12:00 UTC was not sent.")]
    [InlineData(true, "You sent this on Jan 5, 2026, 12:00 UTC and no answer came: look whether it was done before you send it again.")]
    public async Task What_was_typed_is_offered_and_what_may_have_arrived_is_told_apart(bool wasSent, string said)
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        Sit(shop, Roles.Staff);
        JSInterop.Setup<StaffForm.TypedBefore?>("staff.typed", _ => true).SetResult(new StaffForm.TypedBefore(1_767_614_400_000, wasSent));

        var form = Render<StaffForm>(p => p.Add(f => f.Name, "note 1"));

        Assert.Equal(said, form.Find(".note p").TextContent);
        Button(form, "Bring it back").Click();
        Assert.Empty(form.FindAll(".note"));
        Assert.Single(JSInterop.Invocations["staff.bringBack"]);
    }

    [Fact]
    public async Task A_dialog_that_is_dismissed_leaves_nothing_to_be_offered()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var order = await shop.PaidAsync((await shop.StockAsync(Some.Product()))[0]);
        await AskAsync<ShipDialog>(shop, Roles.Staff, (nameof(OrderDialog.Order), order));
        Assert.Empty(JSInterop.Invocations["staff.sent"]);

        Button(Dialogs, "Back").Click();

        IsClosed();
        Assert.Equal($"ship {order.Number}", Assert.Single(JSInterop.Invocations["staff.sent"]).Arguments[0]);
    }

    [Fact]
    public async Task What_was_refused_stays_kept()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var order = await shop.PaidAsync((await shop.StockAsync(Some.Product()))[0]);
        await AskAsync<ShipDialog>(shop, Roles.Staff, (nameof(OrderDialog.Order), order));

        Dialogs.Find("#tracking").Change("12 34");
        Dialogs.Find("form").Submit();

        Dialogs.WaitForAssertion(() => Assert.Single(JSInterop.Invocations["staff.answered"]));
        Assert.Empty(JSInterop.Invocations["staff.sent"]);
    }

    [Fact]
    public async Task A_form_that_goes_away_unsent_with_its_page_stays_kept()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        Sit(shop, Roles.Staff);
        Render<StaffForm>(p => p.Add(f => f.Name, "note 1"));

        await DisposeComponentsAsync();

        Assert.Empty(JSInterop.Invocations["staff.sent"]);
    }
}
