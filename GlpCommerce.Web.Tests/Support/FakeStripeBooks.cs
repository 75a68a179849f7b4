using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>An error as Stripe answers it.</summary>
internal sealed class FakeStripeError(int status, string type, string? code = null, string? param = null) : Exception(code ?? type)
{
    public int Status { get; } = status;

    public string? DeclineCode { get; init; }

    public JsonNode? Intent { get; init; }

    public JsonObject Body() => new()
    {
        ["error"] = new JsonObject
        {
            ["type"] = type, ["code"] = code, ["param"] = param, ["decline_code"] = DeclineCode, ["payment_intent"] = Intent?.DeepClone(),
            ["message"] = "Dana Whitlock's card ending in 4242: a sentence that belongs into no log.",
        },
    };
}

/// <summary>
/// Stripe's own rows: payments, charges, pages, refunds and disputes, each as the JSON that it is answered with. Whoever
/// calls holds the lock (<see cref="FakeStripe"/>).
/// </summary>
internal sealed partial class FakeStripeBooks(Uri address, FakeStripeOutbox outbox)
{
    private readonly List<JsonObject> _objects = [];
    private readonly HashSet<string> _usedTokens = [];
    private readonly HashSet<string> _noRedirects = [];

    /// <summary>What the time is at Stripe.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>The longest page of a list; Stripe's is 100.</summary>
    public int LongestPage { get; set; } = 100;

    /// <summary>How the next refunds stand at first.</summary>
    public string RefundStatus { get; set; } = "succeeded";

    private long Now => Clock.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Does what is asked.</summary>
    /// <param name="operation">As <see cref="FakeStripeContract.Match"/> names it.</param>
    public JsonNode Act(string operation, string[] ids, JsonObject form) => operation switch
    {
        "POST /v1/payment_intents" => CreateIntent(form),
        "POST /v1/payment_intents/{intent}" => Mark(Find(ids[0], "payment_intent"), form),
        "POST /v1/payment_intents/{intent}/confirm" => Confirm(Find(ids[0], "payment_intent"), form),
        "POST /v1/payment_intents/{intent}/cancel" => Cancel(Find(ids[0], "payment_intent")),
        "GET /v1/payment_intents/search" => Search((string)form["query"]!),
        "POST /v1/checkout/sessions" => CreateSession(form),
        "GET /v1/checkout/sessions" => Page(All("checkout.session").Where(s => (string?)s["payment_intent"] == (string?)form["payment_intent"]), form),
        "GET /v1/checkout/sessions/{session}" => Expanded(OnTime(Find(ids[0], "checkout.session")), form),
        "POST /v1/checkout/sessions/{session}/expire" => Expire(OnTime(Find(ids[0], "checkout.session"))),
        "POST /v1/refunds" => CreateRefund(form),
        "GET /v1/refunds" => Page(All("refund").Where(r => (string?)r["payment_intent"] == (string?)form["payment_intent"]).Reverse(), form),
        "GET /v1/payment_intents/{intent}" => Find(ids[0], "payment_intent"),
        "GET /v1/refunds/{refund}" => Find(ids[0], "refund"),
        "GET /v1/charges/{charge}" => Find(ids[0], "charge"),
        "GET /v1/disputes/{dispute}" => Find(ids[0], "dispute"),
        "GET /v1/events" => Page(Messages(form), form),
        _ => throw new FakeStripeError(404, "invalid_request_error"),
    };

    public IEnumerable<JsonObject> All(string kind) => _objects.Where(o => (string?)o["object"] == kind);

    public JsonObject Find(string id, string? kind = null) =>
        _objects.FirstOrDefault(o => (string?)o["id"] == id && (kind is null || (string?)o["object"] == kind))
        ?? throw new FakeStripeError(404, "invalid_request_error", "resource_missing", "id");

    public JsonObject? ChargeOf(JsonNode intent) => All("charge").LastOrDefault(c => (string?)c["payment_intent"] == (string?)intent["id"]);

    private static JsonObject Refuse(string type, string? code = null, string? param = null, JsonNode? intent = null) =>
        throw new FakeStripeError(400, type, code, param) { Intent = intent };

    private JsonObject Add(string kind, string prefix, params (string Name, JsonNode? Value)[] values)
    {
        var made = FakeStripeData.New(kind, [("id", $"{prefix}_{Guid.NewGuid():N}"), ("created", Now), .. values]);
        _objects.Add(made);
        return made;
    }

    /// <summary>A part of a list, as Stripe gives one.</summary>
    private JsonObject Page(IEnumerable<JsonObject> all, JsonObject form)
    {
        var after = (string?)form["starting_after"];
        var rest = after is null ? all : all.SkipWhile(o => (string?)o["id"] != after).Skip(1);
        var limit = Math.Min(int.Parse((string?)form["limit"] ?? "10", System.Globalization.CultureInfo.InvariantCulture), LongestPage);
        return new JsonObject
        {
            ["object"] = "list", ["url"] = "/v1/list", ["has_more"] = rest.Skip(limit).Any(),
            ["data"] = new JsonArray([.. rest.Take(limit).Select(o => o.DeepClone())]),
        };
    }

    /// <summary>What was written since then of these types, the newest first.</summary>
    private IEnumerable<JsonObject> Messages(JsonObject form)
    {
        var since = long.Parse((string)form["created"]!["gte"]!, System.Globalization.CultureInfo.InvariantCulture);
        var types = form["types"]!.AsArray().Select(type => (string)type!).ToHashSet();
        return outbox.Messages.Reverse().Where(m => types.Contains(m.Type)).Select(m => JsonNode.Parse(m.Json)!.AsObject()).Where(m => (long)m["created"]! >= since);
    }

    private JsonObject Search(string query)
    {
        var asked = Asked().Match(query);
        var (number, since) = asked.Success
            ? (asked.Groups[1].Value, long.Parse(asked.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture))
            : throw new FakeStripeError(400, "invalid_request_error", param: "query");
        var found = All("payment_intent").Where(i => (string?)i["metadata"]!["order_number"] == number && (long)i["created"]! >= since);
        return new JsonObject
        {
            ["object"] = "search_result", ["url"] = "/v1/payment_intents/search", ["has_more"] = false,
            ["data"] = new JsonArray([.. found.Select(o => o.DeepClone())]),
        };
    }

    [GeneratedRegex(@"^metadata\['order_number'\]:'([^']+)' AND created>=(\d+)$")]
    private static partial Regex Asked();
}
