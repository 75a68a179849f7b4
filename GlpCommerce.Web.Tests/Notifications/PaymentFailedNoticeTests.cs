using GlpCommerce.Core.Notifications;
using GlpCommerce.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace GlpCommerce.Web.Tests.Notifications;

public sealed class PaymentFailedNoticeTests(ShopServers servers)
{
    private const string Link = "https://shop.example/orders/AAAA";

    [Fact]
    public async Task It_says_in_both_forms_that_nothing_was_charged_and_until_when_the_order_is_kept()
    {
        var text = await WriteAsync(new DateTime(2026, 1, 10, 16, 30, 0, DateTimeKind.Utc));

        Assert.Equal("Your order GLP-100042", text.Subject);
        Assert.All([text.Html, text.Text], form => Assert.All(
            ["Your payment did not go through.", "Nothing was charged", "until January 10, 4:30 PM UTC", Link, "https://shop.example/orders/find"],
            words => Assert.Contains(words, form, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Where_it_comes_too_late_it_promises_nothing()
    {
        var text = await WriteAsync(null);

        Assert.All([text.Html, text.Text], form => Assert.DoesNotContain("kept until", form, StringComparison.Ordinal));
        Assert.All([text.Html, text.Text], form => Assert.Contains("You are welcome to order again.", form, StringComparison.Ordinal));
    }

    private async Task<EmailText> WriteAsync(DateTime? keptUntil) => await (await servers.AnyAsync()).Services.GetRequiredService<IEmailTemplates>()
        .PaymentFailedAsync(new PaymentFailedEmail("GLP-100042", Link, keptUntil, "https://shop.example/orders/find"));
}
