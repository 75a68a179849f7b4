using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Web.Tests.Support.Pages;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>What people with an account do in a browser without script.</summary>
internal static partial class Members
{
    public const string AnotherPassword = "five words stand in it";

    /// <summary>An address that belongs to one test alone.</summary>
    public static string NewAddress() => $"dana-{Guid.NewGuid():N}@example.com";

    /// <summary>The address of an account that nobody is signed in to.</summary>
    public static async Task<string> RegisteredAsync(this ShopServer shop, bool isConfirmed = true)
    {
        var account = await shop.AccountAsync();
        await using var db = shop.Db();
        await db.Accounts.Where(a => a.Id == account.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.EmailConfirmed, isConfirmed));
        return account.Email!;
    }

    /// <summary>A browser in which somebody with an account of their own is signed in.</summary>
    public static async Task<(Visitor Member, string Email)> MemberAsync(this ShopServer shop)
    {
        var (visitor, email) = (shop.NewVisitor(), await shop.RegisteredAsync());
        Assert.Equal("/account", (await visitor.SignInAsync(email)).Path);
        return (visitor, email);
    }

    public static async Task<Page> RegisterAsync(this Visitor visitor, string? email, string? password = Some.Password) =>
        await visitor.SendAsync(await visitor.OpenAsync("/account/register"), ("email", email), ("password", password));

    public static async Task<Page> SignInAsync(this Visitor visitor, string? email, string? password = Some.Password, string at = "/account/sign-in") =>
        await visitor.SendAsync(await visitor.OpenAsync(at), ("email", email), ("password", password));

    public static async Task<Page> ForgetAsync(this Visitor visitor, string? email) =>
        await visitor.SendAsync(await visitor.OpenAsync("/account/forgot"), ("email", email));

    /// <summary>A link to a new password for somebody who has forgotten theirs.</summary>
    public static async Task<string> ResetLinkAsync(this ShopServer shop, string email)
    {
        using var forgetful = shop.NewVisitor();
        await forgetful.ForgetAsync(email);
        return await shop.LinkAsync("reset", email);
    }

    /// <summary>Opens a link from an e-mail and presses the button of its page.</summary>
    public static async Task<Page> FollowAsync(this Visitor visitor, string link, string? password = null) =>
        await visitor.SendAsync(await visitor.OpenAsync(link), [.. password is null ? Array.Empty<(string, string?)>() : [("password", password)]]);

    public static async Task<Page> ChangePasswordAsync(this Visitor visitor, string current, string password) =>
        await visitor.SendAsync(await visitor.OpenAsync("/account"), ("currentPassword", current), ("password", password));

    public static async Task<Page> SignOutAsync(this Visitor visitor) =>
        await visitor.SubmitAsync((await visitor.OpenAsync("/account")).Form("/account/sign-out"));

    /// <summary>Types into the first form of a page and sends it.</summary>
    public static Task<Page> SendAsync(this Visitor visitor, Page page, params (string Name, string? Value)[] typed)
    {
        var form = page.Document.QuerySelector<IHtmlFormElement>("main form[method=post]");
        Assert.NotNull(form);
        foreach (var (name, value) in typed)
        {
            form.QuerySelector<IHtmlInputElement>($"input[name={name}]")!.Value = value ?? "";
        }

        return visitor.SubmitAsync(form);
    }

    /// <summary>Whether the shop knows this browser as somebody's.</summary>
    public static async Task<bool> IsSignedInAsync(this Visitor visitor) => (await visitor.OpenAsync("/account")).Path == "/account";

    /// <summary>The link in the newest e-mail of its kind to an address, without the host.</summary>
    public static async Task<string> LinkAsync(this ShopServer shop, string page, string email)
    {
        var links = await Poll.UntilAsync(() => Task.FromResult(shop.LinksOf(page, email)), found => found.Count > 0, $"a link to {page}");
        return links[^1];
    }

    /// <summary>The link that confirms an address, from the outbox of a program.</summary>
    public static async Task<string> ConfirmLinkAsync(this ShopProcess shop, string email) => (await Poll.UntilAsync(
        () => Task.FromResult(Guests.EmailsTo(shop.Folder, email).Select(mail => LinkIn(mail, "confirm")).OfType<string>().LastOrDefault()), link => link is not null, "a link to confirm"))!;

    public static string? LinkIn(MimeMessage email, string page) => Link().Matches(email.TextBody ?? "").Select(m => m.Value).FirstOrDefault(link => link.StartsWith($"/account/{page}?", StringComparison.Ordinal));

    private static List<string> LinksOf(this ShopServer shop, string page, string email) =>
        [.. shop.EmailsTo(email).Select(mail => LinkIn(mail, page)).OfType<string>()];

    [GeneratedRegex("/account/[a-z-]+\\?token=[A-Za-z0-9_-]+")]
    private static partial Regex Link();
}
