using System.Net;
using System.Text.Json;
using AngleSharp.Html.Dom;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;
using GlpCommerce.Web.Tests.Support.Pages;

namespace GlpCommerce.Web.Tests.Web;

/// <summary>What an account's holder takes along, and how they leave.</summary>
public sealed class AccountDataTests(ShopServers servers)
{
    private const string Path = "/account/data";

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_file_tells_account_sessions_cart_orders_and_emails(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var (member, email) = await shop.MemberAsync();
        var product = await shop.StockAsync(Some.Product());
        var order = await member.BuyAsync(product);
        await (await member.ProductAsync(product)).AddToCartAsync(3);

        var saved = await ExportAsync(member, Some.Password);
        var file = JsonDocument.Parse(saved.Html).RootElement;

        Assert.Equal(("application/json", "attachment", true), (
            saved.Answer.Content.Headers.ContentType?.MediaType, saved.Answer.Content.Headers.ContentDisposition?.DispositionType, saved.Answer.Headers.CacheControl?.NoStore));
        Assert.Equal(email, file.Text("account.email"));
        Assert.Equal(1, file.GetProperty("signedIn").GetArrayLength());
        Assert.Equal(3, file.Number("cart.lines.0.quantity"));
        Assert.Equal((product.Sku, "Dana Whitlock"), (file.Text("orders.0.lines.0.sku"), file.Text("orders.0.address.name")));
        Assert.Equal(order.Number, file.Text("orders.0.number"));
        Assert.Equal("confirmEmail", file.Text("emails.0.kind"));
        Assert.DoesNotContain("hash", saved.Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("stamp", saved.Html, StringComparison.OrdinalIgnoreCase);
        member.Dispose();
    }

    [Fact]
    public async Task Without_the_password_there_is_no_file_and_without_a_session_the_door()
    {
        var shop = await servers.AnyAsync();
        var (member, _) = await shop.MemberAsync();
        var page = await member.OpenAsync(Path);

        var refused = await ExportAsync(member, "not my password");
        await member.SignOutAsync();
        var late = await member.SubmitAsync(page.Form("/account/data/export"));

        Assert.Equal($"{Path}?refused=password.wrong", refused.Path);
        Assert.NotEqual("", refused.Text("#problems"));
        Assert.NotEqual("application/json", late.Answer.Content.Headers.ContentType?.MediaType);
        member.Dispose();
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Whoever_has_the_account_erased_is_signed_out_and_comes_in_no_more(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var (member, email) = await shop.MemberAsync();

        var wrong = await EraseAsync(member, "not my password");
        var gone = await EraseAsync(member, Some.Password);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.NotEqual("", wrong.Text("#password-e"));
        Assert.Contains("being erased", gone.Text("[role=status]"), StringComparison.Ordinal);
        Assert.False(await member.IsSignedInAsync());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await member.SignInAsync(email)).Status);
        member.Dispose();
    }

    private static async Task<Page> ExportAsync(Visitor visitor, string password) => await SendAsync(visitor, "/account/data/export", "currentPassword", password);

    private static async Task<Page> EraseAsync(Visitor visitor, string password) => await SendAsync(visitor, Path, "password", password);

    private static async Task<Page> SendAsync(Visitor visitor, string action, string field, string password)
    {
        var form = (await visitor.OpenAsync(Path)).Form(action);
        ((IHtmlInputElement)form.QuerySelector($"input[name={field}]")!).Value = password;
        return await visitor.SubmitAsync(form);
    }
}
