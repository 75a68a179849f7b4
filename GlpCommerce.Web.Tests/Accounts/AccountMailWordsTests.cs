using System.Text.RegularExpressions;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace GlpCommerce.Web.Tests.Accounts;

public sealed partial class AccountMailWordsTests(ShopServers servers)
{
    public static TheoryData<AccountMailKind> Kinds => [.. Enum.GetValues<AccountMailKind>()];

    [Theory, MemberData(nameof(Kinds))]
    public async Task Each_email_holds_its_link_and_nothing_else_that_leads_away_or_tells_about_health(AccountMailKind kind)
    {
        var shop = await servers.AnyAsync();
        var link = "https://shop.example.com/account/page?token=abc_DEF-123";

        var text = await shop.Services.GetRequiredService<IEmailTemplates>().AccountAsync(new AccountEmail(kind, link, "help@example.com"));

        Assert.All(Addresses().Matches(text.Html + text.Text), address => Assert.Equal(link, address.Value));
        Assert.Contains($"href=\"{link}\"", text.Html, StringComparison.Ordinal);
        Assert.Contains(link, text.Text, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i)glp|medic|health|weight|stage", text.Subject + text.Text);
        Assert.DoesNotMatch("<(img|script|iframe|form)\\b|url\\(", text.Html);
        Assert.All(text.Text.Split("\r\n").Where(line => line.Length > 0 && !line.Contains("https:", StringComparison.Ordinal)), line =>
            Assert.Contains(line, System.Net.WebUtility.HtmlDecode(text.Html), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_registers_finds_the_link_in_the_mailbox()
    {
        var shop = await servers.AnyAsync();
        var accounts = shop.Services.GetRequiredService<AccountEditor>();
        await accounts.RegisterAsync("newcomer@example.com", Some.Password);

        var mail = await Poll.UntilAsync(() => Task.FromResult(shop.EmailsTo("newcomer@example.com")), mails => mails.Count > 0, "the link to come");

        var token = Regex.Match(mail[0].TextBody!, @"http://localhost:5080/account/confirm\?token=(\S+)").Groups[1].Value;
        Assert.Null((await accounts.ConfirmEmailAsync(token)).Problem);
        Assert.DoesNotContain(shop.Log.AsOperated(), line => line.Contains(token, StringComparison.Ordinal) || line.Contains("newcomer", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"https?://[^\s""<]+")]
    private static partial Regex Addresses();
}
