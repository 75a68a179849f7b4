using System.Net;
using System.Text.RegularExpressions;

namespace GlpCommerce.Bench;

/// <summary>A browser without script: it keeps its cookies and sends the shop's own forms.</summary>
internal sealed partial class Shopper : IDisposable
{
    private readonly HttpClient _http;

    public Shopper(ShopProcess shop)
    {
        _http = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false, UseProxy = false })
        {
            BaseAddress = shop.Address,
        };
    }

    /// <summary>Puts one product into the cart and fills in the checkout. What is left is to press the button.</summary>
    /// <returns>The fields that pressing the button sends.</returns>
    public async Task<Dictionary<string, string>> CheckOutAsync(int productId, string method, CancellationToken ct)
    {
        var shelf = await ReadAsync("/shop", ct);
        var added = await PostAsync("/cart/add", new() { ["_handler"] = "add", ["productId"] = $"{productId}", ["quantity"] = "1" }, shelf, ct);
        if (added.StatusCode is not HttpStatusCode.Found and not HttpStatusCode.SeeOther)
        {
            throw new InvalidOperationException($"Product {productId} could not be put into the cart: {added.StatusCode}.");
        }

        var page = await ReadAsync("/checkout?state=IL", ct);
        return new()
        {
            ["__RequestVerificationToken"] = Field(page, "__RequestVerificationToken"),
            ["_handler"] = "checkout",
            ["cartId"] = Field(page, "cartId"),
            ["expectedTotal"] = Field(page, "expectedTotal"),
            ["email"] = "reader@example.com",
            ["name"] = "Bench Reader",
            ["line1"] = "1 Bench Street",
            ["city"] = "Chicago",
            ["state"] = "IL",
            ["zip"] = "60614",
            ["payment"] = method,
        };
    }

    /// <summary>Presses the button.</summary>
    /// <returns>The address of the order's page.</returns>
    public async Task<string> PlaceAsync(Dictionary<string, string> fields, CancellationToken ct)
    {
        using var form = new FormUrlEncodedContent(fields);
        using var answer = await _http.PostAsync(new Uri("/checkout", UriKind.Relative), form, ct);
        if (answer.Headers.Location is { } order)
        {
            return order.IsAbsoluteUri ? order.AbsolutePath : order.OriginalString;
        }

        var page = await answer.Content.ReadAsStringAsync(ct);
        throw new InvalidOperationException($"The order was refused with {answer.StatusCode}: {Refusal().Match(page).Value}");
    }

    public Task<string> ReadAsync(string path, CancellationToken ct) => _http.GetStringAsync(new Uri(path, UriKind.Relative), ct);

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> PostAsync(string path, Dictionary<string, string> fields, string page, CancellationToken ct)
    {
        fields["__RequestVerificationToken"] = Field(page, "__RequestVerificationToken");
        using var form = new FormUrlEncodedContent(fields);
        return await _http.PostAsync(new Uri(path, UriKind.Relative), form, ct);
    }

    private static string Field(string page, string name) =>
        Regex.Match(page, $"name=\"{name}\" value=\"([^\"]*)\"") is { Success: true } match
            ? WebUtility.HtmlDecode(match.Groups[1].Value)
            : throw new InvalidOperationException($"The page has no field {name}.");

    [GeneratedRegex("<p class=\"err\".*?</p>|<div class=\"note bad\".*?</div>", RegexOptions.Singleline)]
    private static partial Regex Refusal();
}
