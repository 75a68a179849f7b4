using Bunit;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Fulfilment;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Pricing;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Admin.Codes;
using GlpCommerce.Web.Admin.Members;
using GlpCommerce.Web.Admin.Orders;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Admin;

/// <summary>Dialogs that ask for something: it is done as it was typed, or the sentence stands where it belongs and nothing is lost.</summary>
public sealed class StaffDialogTests : StaffComponentContext
{
    [Fact]
    public async Task An_address_begins_as_it_was_written_is_refused_at_its_field_and_corrected()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var order = await PaidAsync(shop);
        await AskAsync<AddressDialog>(shop, Roles.Staff, (nameof(OrderDialog.Order), order));
        Assert.Equal(("Dana Whitlock", "IL"), (Dialogs.Find("#name").GetAttribute("value"), Dialogs.Find("#state").GetAttribute("value")));
        Dialogs.Find("#line2").Change("Back door");
        Dialogs.Find("#zip").Change("6061");
        Dialogs.Find("form").Submit();
        Dialogs.WaitForAssertion(() => Assert.NotEmpty(Dialogs.Find("#zip-e").TextContent));
        Assert.Equal("Back door", Dialogs.Find("#line2").GetAttribute("value"));
        Assert.Null((await shop.OrderAsync(order.PublicId)).Address!.Line2);

        Dialogs.Find("#zip").Change("60613");
        Dialogs.Find("form").Submit();

        IsClosed();
        var address = (await shop.OrderAsync(order.PublicId)).Address!;
        Assert.Equal(("Back door", "60613", "Dana Whitlock"), (address.Line2, address.Zip, address.Name));
    }

    [Fact]
    public async Task An_address_that_somebody_else_corrected_meanwhile_is_shown_and_gives_way_only_to_the_next_press()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var order = await PaidAsync(shop);
        await AskAsync<AddressDialog>(shop, Roles.Staff, (nameof(OrderDialog.Order), order));
        Assert.Empty((await shop.Get<AddressEditor>().CorrectAsync(order.Id, order.Address, Some.Form() with { Line2 = "Flat 12" }, Typed.Lee)).Problems);
        Dialogs.Find("#zip").Change("60657");
        Dialogs.Find("form").Submit();
        Dialogs.WaitForAssertion(() => Assert.Contains("Flat 12", Dialogs.Find("form address").TextContent, StringComparison.Ordinal));
        Assert.Contains("Somebody else corrected this address", Dialogs.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal(("60657", "60614"), (Dialogs.Find("#zip").GetAttribute("value"), (await shop.OrderAsync(order.PublicId)).Address!.Zip));

        Dialogs.Find("#line2").Change("Flat 12");
        Dialogs.Find("form").Submit();

        IsClosed();
        Assert.Equal(("Flat 12", "60657"), await shop.OrderAsync(order.PublicId) is { Address: { } now } ? (now.Line2, now.Zip) : default);
    }

    [Fact]
    public async Task An_email_address_is_refused_at_its_field_stays_typed_and_is_corrected()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var order = await PaidAsync(shop);
        await AskAsync<EmailDialog>(shop, Roles.Staff, (nameof(OrderDialog.Order), order));
        Assert.Equal("dana@example.com", Dialogs.Find("#email").GetAttribute("value"));
        Dialogs.Find("#email").Change("dana@example");
        Dialogs.Find("form").Submit();
        Dialogs.WaitForAssertion(() => Assert.StartsWith("Write the whole email address.", Dialogs.Find("#email-e").TextContent, StringComparison.Ordinal));
        Assert.Equal("dana@example", Dialogs.Find("#email").GetAttribute("value"));

        Dialogs.Find("#email").Change("whitlock@example.com");
        Dialogs.Find("form").Submit();

        IsClosed();
        Assert.Equal("whitlock@example.com", (await shop.OrderAsync(order.PublicId)).Email);
    }

    [Fact]
    public async Task An_order_is_cancelled_and_one_that_left_meanwhile_is_not()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var (order, gone) = (await PaidAsync(shop), await PaidAsync(shop));
        Assert.Empty((await shop.Get<ParcelEditor>().ShipAsync(gone.Id, Carrier.Ups, "1Z999AA10123456784", Typed.Dana)).Problems);
        await AskAsync<CancelDialog>(shop, Roles.Staff, (nameof(OrderDialog.Order), order));
        Dialogs.Find("form").Submit();
        IsClosed();

        await ShowAsync<CancelDialog>((nameof(OrderDialog.Order), gone));
        Dialogs.Find("form").Submit();

        Dialogs.WaitForAssertion(() => Assert.NotEmpty(Dialogs.Find("[role=alert]").TextContent));
        Assert.Equal((OrderStatus.Cancelled, OrderStatus.Shipped), ((await shop.OrderAsync(order.PublicId)).Status, (await shop.OrderAsync(gone.PublicId)).Status));
    }

    [Fact]
    public async Task What_is_no_number_in_a_code_says_so_and_the_code_is_worth_what_was_typed()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        await AskAsync<NewCodeDialog>(shop, Roles.Manager);
        Field("Code").Change("SPRING");
        Field("How much").Change("a tenth");
        Field("Orders that may use it").Change("1.5");
        Dialogs.Find("form").Submit();
        Dialogs.WaitForAssertion(() => Assert.Contains("Write a number, such as 12.50.", Dialogs.Markup, StringComparison.Ordinal));
        Assert.Contains("Write a whole number.", Dialogs.Markup, StringComparison.Ordinal);
        Assert.Empty(await shop.Get<DiscountEditor>().ListAsync());

        Field("How much").Change("12.50");
        Field("Orders that may use it").Change("3");
        Dialogs.Find("#code-ends").Change("2026-02-01");
        Dialogs.Find("form").Submit();

        IsClosed();
        var code = Assert.Single(await shop.Get<DiscountEditor>().ListAsync());
        Assert.Equal(("SPRING", DiscountKind.Percent, 1250, 3, new DateTime(2026, 2, 2, 0, 0, 0, DateTimeKind.Utc)), (code.Code, code.Kind, code.Value, code.MaxUses, code.EndsAt));
    }

    [Fact]
    public async Task Who_may_not_make_codes_is_told_and_none_is_made()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        await AskAsync<NewCodeDialog>(shop, Roles.Staff);

        Field("Code").Change("SPRING");
        Field("How much").Change("10");
        Dialogs.Find("form").Submit();

        Dialogs.WaitForAssertion(() => Assert.NotEmpty(Dialogs.Find(".note.bad").TextContent));
        Assert.Empty(await shop.Get<DiscountEditor>().ListAsync());
    }

    [Fact]
    public async Task An_address_without_an_account_is_refused_at_its_field_and_stays_typed()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        await shop.Get<StaffEditor>().AddAsync("admin@example.com", Some.Password, Roles.Admin, isTemporary: false);
        await shop.AccountAsync("robin@example.com");
        await AskAsync<RoleDialog>(shop, Roles.Admin);
        Field("Their email address").Change("nobody@example.com");
        Dialogs.Find("form").Submit();
        Dialogs.WaitForAssertion(() => Assert.Equal("true", Field("Their email address").GetAttribute("aria-invalid")));
        Assert.Equal("nobody@example.com", Field("Their email address").GetAttribute("value"));

        Field("Their email address").Change("robin@example.com");
        Dialogs.Find("form").Submit();

        IsClosed();
        var staff = await shop.Get<StaffQueries>().AllAsync(new Actor(7, Roles.Admin));
        Assert.Equal(Roles.Staff, staff.Value!.Single(member => member.Email == "robin@example.com").Role);
    }

    [Fact]
    public async Task The_last_administrator_stays_one_and_the_sentence_stands_above_the_roles()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        await shop.Get<StaffEditor>().AddAsync("admin@example.com", Some.Password, Roles.Admin, isTemporary: false);
        var admin = (await shop.Get<StaffQueries>().AllAsync(new Actor(7, Roles.Admin))).Value!.Single();
        await AskAsync<RoleDialog>(shop, Roles.Admin, (nameof(RoleDialog.Member), admin));

        Dialogs.FindAll("input[type=radio]")[^1].Click();
        Dialogs.Find("form").Submit();

        Dialogs.WaitForAssertion(() => Assert.StartsWith("This is the last administrator.", Dialogs.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Equal(Roles.Admin, (await shop.Get<StaffQueries>().AllAsync(new Actor(7, Roles.Admin))).Value!.Single().Role);
    }

    [Fact]
    public async Task A_role_that_another_administrator_changed_meanwhile_is_named_and_gives_way_only_to_the_next_press()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        await shop.Get<StaffEditor>().AddAsync("admin@example.com", Some.Password, Roles.Admin, isTemporary: false);
        var robin = (await shop.Get<StaffEditor>().AddAsync("robin@example.com", Some.Password, Roles.Staff, isTemporary: false)).Value;
        var shown = (await MembersAsync(shop)).Single(member => member.Id == robin);
        await AskAsync<RoleDialog>(shop, Roles.Admin, (nameof(RoleDialog.Member), shown));
        Assert.Empty((await shop.Get<StaffEditor>().SetRoleAsync(robin, Roles.Manager, new Actor(8, Roles.Admin))).Problems);
        Dialogs.FindAll("input[type=radio]")[^1].Click();

        Dialogs.Find("form").Submit();
        Dialogs.WaitForAssertion(() => Assert.Contains("it is manager now", Dialogs.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Equal(Roles.Manager, (await MembersAsync(shop)).Single(member => member.Id == robin).Role);
        Dialogs.Find("form").Submit();

        IsClosed();
        Assert.DoesNotContain(await MembersAsync(shop), member => member.Id == robin);
    }

    private static async Task<StaffMember[]> MembersAsync(TestShop shop) => (await shop.Get<StaffQueries>().AllAsync(new Actor(7, Roles.Admin))).Value!;

    private static async Task<Order> PaidAsync(TestShop shop) => await shop.PaidAsync((await shop.StockAsync(Some.Product()))[0]);
}
