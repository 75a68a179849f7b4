using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;
using GlpCommerce.Web.Features.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>Accounts of a running shop, and requests that are made in its own process instead of over the wire.</summary>
internal static class Guests
{
    private static int _number;

    /// <summary>An account with a confirmed address.</summary>
    public static async Task<Account> AccountAsync(this ShopServer shop, string? role = null)
    {
        var email = $"somebody{Interlocked.Increment(ref _number)}@example.com";
        var key = EmailAddress.Key(email);
        Assert.Null((await shop.Services.GetRequiredService<AccountEditor>().RegisterAsync(email, Some.Password)).Problem);
        await using var db = shop.Db();
        await db.Accounts.Where(a => a.NormalizedUserName == key).ExecuteUpdateAsync(set => set.SetProperty(a => a.EmailConfirmed, true));
        var account = await db.Accounts.AsNoTracking().SingleAsync(a => a.NormalizedUserName == key);
        if (role is not null)
        {
            var roleId = await db.Roles.Where(r => r.Name == role).Select(r => r.Id).SingleAsync();
            db.AccountRoles.Add(new IdentityUserRole<long> { UserId = account.Id, RoleId = roleId });
            await db.SaveChangesAsync();
        }

        return account;
    }

    /// <summary>The e-mails to an address that lie in the outbox; those to an account's holder oldest first.</summary>
    public static List<MimeMessage> EmailsTo(this ShopServer shop, string address) => EmailsTo(shop.Folder, address);

    /// <param name="folder">The data folder of a shop.</param>
    public static List<MimeMessage> EmailsTo(string folder, string address) =>
        [.. Emails(folder).Where(m => m.To.Mailboxes.Any(to => to.Address == address)).OrderBy(m => m.MessageId, StringComparer.Ordinal)];

    /// <summary>All e-mails that lie in the outbox.</summary>
    public static IEnumerable<MimeMessage> Emails(string folder)
    {
        var outbox = new DirectoryInfo(Path.Combine(folder, "outbox"));
        return outbox.Exists ? outbox.GetFiles("*.eml").Select(Read).OfType<MimeMessage>() : [];
    }

    /// <returns>Null when it is gone meanwhile, with somebody whose account was erased.</returns>
    private static MimeMessage? Read(FileInfo file)
    {
        try
        {
            return MimeMessage.Load(file.FullName);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Does something as if a page did, within a request.</summary>
    /// <param name="prepare">Gives the request its headers.</param>
    /// <returns>What was done, and the cookies that the answer sets.</returns>
    public static async Task<(T Done, IReadOnlyList<string> Cookies)> InRequestAsync<T>(
        this ShopServer shop, Func<HttpContext, Task<T>> act, Action<HttpRequest>? prepare = null)
    {
        await using var scope = shop.Services.CreateAsyncScope();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        (context.Request.Scheme, context.Request.Host) = ("http", new HostString("localhost"));
        prepare?.Invoke(context.Request);
        scope.ServiceProvider.GetRequiredService<IHttpContextAccessor>().HttpContext = context;
        var done = await act(context);
        return (done, [.. context.Response.Headers.SetCookie.Select(cookie => cookie!)]);
    }

    /// <summary>Begins the account's session in the visitor's browser.</summary>
    /// <returns>What of its cart did not fit.</returns>
    public static async Task<IReadOnlyList<Problem>> SignInAsync(this ShopServer shop, Visitor visitor, Account account)
    {
        var (left, cookies) = await shop.InRequestAsync(
            context => context.RequestServices.GetRequiredService<AccountSession>().BeginAsync(account), request => request.Headers.Cookie = visitor.Cookies.GetCookieHeader(visitor.Address));
        foreach (var cookie in cookies)
        {
            visitor.Cookies.SetCookies(visitor.Address, cookie);
        }

        return left;
    }

    /// <summary>Whom the shop takes a request for.</summary>
    public static async Task<(System.Security.Claims.ClaimsPrincipal? Person, IReadOnlyList<string> Cookies)> WhoAsync(this ShopServer shop, Action<HttpRequest> prepare)
    {
        var (result, cookies) = await shop.InRequestAsync(context => context.AuthenticateAsync(), prepare);
        return (result.Principal, cookies);
    }
}
