using System.Net;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Operations;
using GlpCommerce.Web.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GlpCommerce.Web.Tests.Accounts;

public sealed class SignInLimitTests
{
    [Fact]
    public async Task One_account_is_tried_five_times_a_minute_from_one_address_however_it_is_spelled_and_sent()
    {
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite, ("RateLimits:SignIn", $"{SignInLimits.Default}"));
        using var visitor = shop.NewVisitor();
        foreach (var email in new[] { "dana@example.com", "DANA@example.com", $" dana@example.com {new string(' ', 400)}", "Dana@Example.com", "dana@exam\u200bple.com" })
        {
            Assert.NotEqual(HttpStatusCode.TooManyRequests, (await visitor.PostAsync("/account/sign-in", ("email", email))).Status);
        }

        var sixth = await visitor.PostAsync("/account/sign-in", ("email", "dana@example.com"), ("password", new string('x', 100_000)));
        using var parts = new MultipartFormDataContent { { new StringContent("dana@example.com"), "email" } };
        var seventh = await visitor.SendAsync(HttpMethod.Post, "/account/forgot", parts);

        Assert.Equal((HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests), (sixth.Status, seventh.StatusCode));
        Assert.Contains("Wait a minute", sixth.Text("main"), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromMinutes(1), seventh.Headers.RetryAfter?.Delta);
        Assert.NotEqual(HttpStatusCode.TooManyRequests, (await visitor.PostAsync("/account/sign-in", ("email", "dora@example.com"))).Status);
    }

    [Fact]
    public async Task One_address_tries_fifty_times_a_minute_whatever_the_accounts_and_pages_are_not_counted()
    {
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite, ("RateLimits:SignIn", $"{SignInLimits.Default}"));
        using var visitor = shop.NewVisitor();
        for (var i = 0; i < 50; i++)
        {
            Assert.NotEqual(HttpStatusCode.TooManyRequests, (await visitor.PostAsync("/account/sign-in", ("email", $"dana{i}@example.com"))).Status);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await visitor.PostAsync("/account/register", ("email", "another@example.com"))).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await visitor.PostAsync("/account/sign-out")).Status);
        Assert.NotEqual(HttpStatusCode.TooManyRequests, (await visitor.OpenAsync("/account/sign-in")).Status);
        Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync("/")).Status);
    }

    [Fact]
    public async Task A_client_without_forms_is_counted_with_the_forms()
    {
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite, ("RateLimits:SignIn", "2"));
        using var visitor = shop.NewVisitor();
        var limits = shop.Services.GetRequiredService<SignInLimits>();
        await visitor.PostAsync("/account/sign-in", ("email", "dana@example.com"));

        Assert.Null(limits.Refuse(new DefaultHttpContext(), "Dana@example.com"));
        Assert.NotNull(limits.Refuse(new DefaultHttpContext(), "dana@example.com"));
        Assert.Null(limits.Refuse(new DefaultHttpContext(), null));
        Assert.Null(limits.Refuse(new DefaultHttpContext(), new string('x', 1_000_000)));
    }

    [Fact]
    public void A_whole_site_of_networks_tries_ten_times_as_often_as_one_of_them()
    {
        using var limits = new SignInLimits(1);
        var refused = Enumerable.Range(0, 110).Select(i => limits.Refuse(From($"2001:db8:1:{i:x}::1"), $"dana{i}@example.com")).ToList();

        Assert.All(refused.Take(100), Assert.Null);
        Assert.All(refused.Skip(100), Assert.NotNull);
        Assert.Null(limits.Refuse(From("2001:db8:2:1::1"), "dana@example.com"));

        static DefaultHttpContext From(string address)
        {
            var context = new DefaultHttpContext();
            context.Connection.RemoteIpAddress = IPAddress.Parse(address);
            return context;
        }
    }

    [Fact]
    public async Task A_form_that_cannot_be_read_is_refused_and_breaks_nothing()
    {
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite);
        using var visitor = shop.NewVisitor();
        foreach (var (type, body) in new[]
        {
            ("multipart/form-data", "no boundary"), ("multipart/form-data; boundary=x", "--x\r\nbroken"), ("application/x-www-form-urlencoded", string.Concat(Enumerable.Repeat("a=1&", 5_000))),
            ("application/x-www-form-urlencoded", "email=%ff%fe%00&email=%zz"), ("text/plain", "email=dana@example.com"),
        })
        {
            var content = new StringContent(body);
            content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);

            Assert.InRange((int)(await visitor.SendAsync(HttpMethod.Post, "/account/sign-in", content)).StatusCode, 400, 499);
        }
    }
}
