using System.Net;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Web.Tests.Support.Pages;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>
/// A browser without script: it keeps cookies, follows redirects, reads pages and sends forms exactly as they stand,
/// hidden fields and pressed button included.
/// </summary>
public sealed class Visitor : IDisposable
{
    private static readonly IBrowsingContext Reader = BrowsingContext.New(Configuration.Default);

    private readonly HttpClient _client;

    public Visitor(HttpMessageHandler server, Uri address, bool followsRedirects = true)
    {
        HttpMessageHandler handler = new CookieContainerHandler(Cookies) { InnerHandler = server };
        _client = new HttpClient(followsRedirects ? new RedirectHandler { InnerHandler = handler } : handler) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
    }

    public CookieContainer Cookies { get; } = new();

    public Uri Address => _client.BaseAddress!;

    public string? Cookie(string name) => Cookies.GetCookies(Address)[name]?.Value;

    /// <summary>Another window of the same browser.</summary>
    public async Task<Page> OpenAsync(string path) => await ReadAsync(await SendAsync(HttpMethod.Get, path));

    public async Task<ProductPage> ProductAsync(Product product) => new(this, await OpenAsync($"/products/{product.Slug}"));

    public async Task<CartPage> CartAsync() => new(this, await OpenAsync("/cart"));

    public async Task<CheckoutPage> CheckoutAsync() => new(this, await OpenAsync("/checkout"));

    public async Task<OrderPage> OrderAsync(string publicId) => new(this, await OpenAsync($"/orders/{publicId}"));

    /// <summary>Puts units of a product into the cart and goes to the checkout.</summary>
    public async Task<CheckoutPage> BeginCheckoutAsync(Product product, int quantity = 1)
    {
        var cart = await (await ProductAsync(product)).AddToCartAsync(quantity);
        return await cart.CheckOutAsync();
    }

    /// <summary>Buys a product from its page to its order.</summary>
    public async Task<OrderPage> BuyAsync(Product product, int quantity = 1, string? card = null) =>
        await (await BeginCheckoutAsync(product, quantity)).FillIn().PayWith(card).PlaceAsync();

    /// <summary>Sends a form as it stands in the page.</summary>
    /// <param name="pressed">The button; null sends the form as Enter in a field does.</param>
    public async Task<Page> SubmitAsync(IHtmlFormElement form, IHtmlElement? pressed = null)
    {
        // A server must stand what a browser's own checks would have kept back.
        form.SetAttribute("novalidate", "");
        if (pressed is not null && pressed.Closest("form") != form)
        {
            // A button elsewhere in the page that belongs to the form by its "form" attribute: the reader does not know those.
            var sent = form.Owner!.CreateElement("input");
            sent.SetAttribute("type", "hidden");
            sent.SetAttribute("name", pressed.GetAttribute("name") ?? "");
            sent.SetAttribute("value", pressed.GetAttribute("value") ?? "");
            form.AppendChild(sent);
            pressed = null;
        }

        var submission = pressed is null ? form.GetSubmission() : form.GetSubmission(pressed);
        Assert.NotNull(submission);
        using var request = new HttpRequestMessage(new HttpMethod(submission.Method.ToString().ToUpperInvariant()), submission.Target.Href);
        if (submission.Method is AngleSharp.Io.HttpMethod.Post)
        {
            request.Content = new StreamContent(submission.Body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", submission.MimeType);
        }

        return await ReadAsync(await _client.SendAsync(request));
    }

    /// <summary>Posts fields that no page of the shop holds.</summary>
    public async Task<Page> PostAsync(string path, params (string Name, string? Value)[] fields) =>
        await ReadAsync(await SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value ?? "")))));

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null) =>
        SendAsync(new HttpRequestMessage(method, path) { Content = content });

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _client.SendAsync(request);

    public void Dispose() => _client.Dispose();

    private static async Task<Page> ReadAsync(HttpResponseMessage answer)
    {
        var html = await answer.Content.ReadAsStringAsync();
        var address = answer.RequestMessage!.RequestUri!.ToString();
        var document = (IHtmlDocument)await Reader.OpenAsync(response => response.Content(html).Address(address));
        return new Page(answer, document, html);
    }
}
