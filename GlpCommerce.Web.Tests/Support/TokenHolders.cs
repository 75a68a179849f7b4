using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>People with an account who shop over the API.</summary>
internal static class TokenHolders
{
    private static int _number;

    /// <summary>Somebody who is signed in with an access token.</summary>
    public static async Task<(ApiShopper Shopper, Account Account)> TokenHolderAsync(this ShopServer shop, string? role = null, bool isConfirmed = true)
    {
        var email = $"Member{Interlocked.Increment(ref _number)}@example.com";
        var account = new Account
        {
            UserName = email, Email = email, NormalizedUserName = EmailAddress.Key(email), NormalizedEmail = EmailAddress.Key(email),
            EmailConfirmed = isConfirmed, SecurityStamp = Secrets.New(), CartSeed = Secrets.New(),
        };
        await using var db = shop.Db();
        db.Add(account);
        await db.SaveChangesAsync();
        if (role is not null)
        {
            db.Add(new IdentityUserRole<long> { UserId = account.Id, RoleId = (await db.Roles.SingleAsync(r => r.Name == role)).Id });
            await db.SaveChangesAsync();
        }

        var shopper = ApiShopper.At(shop);
        shopper.Bearer = (await shop.Services.GetRequiredService<TokenIssuer>().IssueAsync(account)).AccessToken;
        return (shopper, account);
    }

    /// <summary>Places orders whose bank wants an approval, and waits until all of them do. Their keys are given away.</summary>
    public static async Task WaitForTheBankAsync(this ApiShopper shopper, ShopServer shop, int orders)
    {
        for (var i = 0; i < orders; i++)
        {
            var id = (await shopper.BuyAsync(await shop.StockAsync(Some.Product()), SandboxGateway.ThreeDSecure)).Text("id")!;
            await shopper.UntilAsync(id, PaymentStatus.RequiresAction);
        }

        shopper.Token = null;
    }

    /// <summary>The code in the newest e-mail to an address, once there is one.</summary>
    public static async Task<string> CodeToAsync(this ShopServer shop, string address)
    {
        var mails = await Poll.UntilAsync(() => Task.FromResult(shop.EmailsTo(address).FindAll(IsCode)), found => found.Count > 0, "a code by e-mail");
        return mails.MaxBy(m => m.Date)!.TextBody!.Split("Your code: ")[1][..8];
    }

    private static bool IsCode(MimeMessage mail) => mail.TextBody?.Contains("Your code: ", StringComparison.Ordinal) == true;
}
