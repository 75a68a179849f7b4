using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>What a provider's token may lie about.</summary>
public enum TokenFault
{
    None,
    Nonce,
    Issuer,
    Audience,
    Expired,
    NoSignature,
    EmptySignature,
    StrangeKey,
}

/// <summary>
/// A small OpenID provider on this machine, as the standard describes it: discovery, keys, a page that nods at once, and
/// tokens for codes that count once and belong to their challenge.
/// </summary>
public sealed class FakeOpenId : IAsyncDisposable
{
    public const string ClientId = "shop", ClientSecret = "a secret of tests";

    private static readonly string[] Code = ["code"], Algorithms = ["RS256"];

    private readonly WebApplication _app;
    private readonly RsaSecurityKey _key = new(RSA.Create(2048)) { KeyId = "one" };
    private readonly RsaSecurityKey _strange = new(RSA.Create(2048)) { KeyId = "one" };
    private readonly ConcurrentDictionary<string, IQueryCollection> _codes = new();

    private FakeOpenId(WebApplication app) => _app = app;

    /// <summary>Who is signed in there.</summary>
    public string Subject { get; set; } = "subject";

    public string? Email { get; set; }

    public bool EmailVerified { get; set; } = true;

    public TokenFault Fault { get; set; }

    /// <summary>Whether whoever comes presses "cancel".</summary>
    public bool Cancels { get; set; }

    /// <summary>Whether its door for programs is shut.</summary>
    public bool IsDown { get; set; }

    /// <summary>The secret that the shop last brought along.</summary>
    public string? SecretSeen { get; private set; }

    public string Authority => _app.Urls.First();

    /// <summary>Its page for people lies on another host than where it describes itself, as with some providers.</summary>
    public string PageHost => new UriBuilder(Authority) { Host = "localhost" }.Uri.GetLeftPart(UriPartial.Authority);

    /// <summary>What a shop is told of it.</summary>
    /// <param name="section">Such as <c>SignIn:OpenIdConnect</c>.</param>
    public (string Key, string Value)[] Settings(string section = "SignIn:OpenIdConnect", string name = "Example") =>
        [($"{section}:Name", name), ($"{section}:Authority", Authority), ($"{section}:ClientId", ClientId), ($"{section}:ClientSecret", ClientSecret)];

    public static async Task<FakeOpenId> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var provider = new FakeOpenId(app);
        app.MapGet("/.well-known/openid-configuration", provider.Describe);
        app.MapGet("/keys", provider.Keys);
        app.MapGet("/authorize", provider.Authorize);
        app.MapPost("/token", provider.TokenAsync);
        await app.StartAsync();
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Rsa.Dispose();
        _strange.Rsa.Dispose();
    }

    private IResult Describe() => IsDown ? Results.StatusCode(503) : Results.Json(new
    {
        issuer = Authority, authorization_endpoint = $"{PageHost}/authorize", token_endpoint = $"{Authority}/token", jwks_uri = $"{Authority}/keys",
        response_types_supported = Code, id_token_signing_alg_values_supported = Algorithms,
    });

    private IResult Keys()
    {
        var key = _key.Rsa.ExportParameters(includePrivateParameters: false);
        return Results.Json(new { keys = new[] { new { kty = "RSA", use = "sig", alg = "RS256", kid = _key.KeyId, n = Base64Url.EncodeToString(key.Modulus), e = Base64Url.EncodeToString(key.Exponent) } } });
    }

    private IResult Authorize(HttpRequest request)
    {
        var asked = request.Query;
        Assert.Equal((ClientId, "code", "S256"), (asked["client_id"].ToString(), asked["response_type"].ToString(), asked["code_challenge_method"].ToString()));
        var code = Guid.NewGuid().ToString("N");
        _codes[code] = asked;
        var (name, answer) = Cancels ? ("error", "access_denied") : ("code", code);
        return asked["response_mode"] == "form_post"
            ? Results.Content($"<form method=\"post\" action=\"{asked["redirect_uri"]}\"><input name=\"{name}\" value=\"{answer}\"><input name=\"state\" value=\"{asked["state"]}\"></form>", "text/html")
            : Results.Redirect($"{asked["redirect_uri"]}?{name}={answer}&state={Uri.EscapeDataString(asked["state"]!)}");
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        SecretSeen = form["client_secret"];
        if (IsDown || !_codes.TryRemove(form["code"].ToString(), out var asked)
            || Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) != asked["code_challenge"] || form["redirect_uri"] != asked["redirect_uri"])
        {
            return Results.Json(new { error = "invalid_grant" }, statusCode: IsDown ? 503 : 400);
        }

        return Results.Json(new { access_token = "of no use here", token_type = "Bearer", expires_in = 300, id_token = Token(asked["nonce"]!) });
    }

    private string Token(string nonce)
    {
        var now = DateTime.UtcNow.AddHours(Fault == TokenFault.Expired ? -1 : 0);
        var claims = new Dictionary<string, object> { ["sub"] = Subject, ["nonce"] = Fault == TokenFault.Nonce ? "another" : nonce };
        if (Email is not null)
        {
            (claims["email"], claims["email_verified"]) = (Email, EmailVerified);
        }

        var token = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Fault == TokenFault.Issuer ? "https://login.example.com" : Authority,
            Audience = Fault == TokenFault.Audience ? "another shop" : ClientId,
            IssuedAt = now, NotBefore = now, Expires = now.AddMinutes(5), Claims = claims,
            SigningCredentials = Fault == TokenFault.NoSignature ? null : new SigningCredentials(Fault == TokenFault.StrangeKey ? _strange : _key, "RS256"),
        });
        return Fault == TokenFault.EmptySignature ? token[..(token.LastIndexOf('.') + 1)] : token;
    }
}
