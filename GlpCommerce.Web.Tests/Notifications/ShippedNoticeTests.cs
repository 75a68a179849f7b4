using GlpCommerce.Core.Notifications;
using GlpCommerce.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace GlpCommerce.Web.Tests.Notifications;

public sealed class ShippedNoticeTests(ShopServers servers)
{
    private const string Tracking = "https://www.ups.com/track?tracknum=1Z999AA10123456784";

    [Fact]
    public async Task It_says_in_both_forms_who_carries_the_parcel_and_where_to_follow_it()
    {
        var text = await WriteAsync(new ShippedEmail("GLP-100042", "https://shop.example/orders/AAAA", "UPS", "1Z999AA10123456784", Tracking));

        Assert.Equal("Your order GLP-100042", text.Subject);
        Assert.All([text.Html, text.Text], form => Assert.All(
            ["Your parcel has left us.", "It travels with UPS.", "1Z999AA10123456784", Tracking, "https://shop.example/orders/AAAA"],
            words => Assert.Contains(words, form, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Without_a_number_it_promises_none()
    {
        var text = await WriteAsync(new ShippedEmail("GLP-100042", "https://shop.example/orders/AAAA", "another carrier", null, null));

        Assert.All([text.Html, text.Text], form => Assert.DoesNotContain("racking", form, StringComparison.Ordinal));
        Assert.All([text.Html, text.Text], form => Assert.Contains("It travels with another carrier.", form, StringComparison.Ordinal));
    }

    private async Task<EmailText> WriteAsync(ShippedEmail shipped) =>
        await (await servers.AnyAsync()).Services.GetRequiredService<IEmailTemplates>().ShippedAsync(shipped);
}
