using System.Globalization;
using System.Text.Json.Nodes;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>Stripe's own payment pages.</summary>
internal sealed partial class FakeStripeBooks
{
    private readonly Dictionary<string, JsonNode> _paymentData = [];

    /// <summary>The payer presses the button of the page.</summary>
    /// <returns>Whether the page is done; a declined card can be followed by another.</returns>
    public bool PayOnPage(string sessionId, string method)
    {
        var session = OnTime(Find(sessionId, "checkout.session"));
        if ((string?)session["status"] != "open")
        {
            return true;
        }

        var data = _paymentData[sessionId];
        var intent = session["payment_intent"] is { } known
            ? Find((string)known!)
            : AddIntent($"{session["amount_total"]}", (string)session["currency"]!, data["metadata"], (string?)data["description"], redirects: true);
        session["payment_intent"] = (string?)intent["id"];
        try
        {
            Pay(intent, MethodOf($"pm_{method}", "payment_method"), returnUrl: null);
        }
        catch (FakeStripeError)
        {
            return false;
        }

        (session["status"], session["url"]) = ("complete", null);
        session["payment_status"] = (string?)intent["status"] == "succeeded" ? "paid" : "unpaid";
        outbox.Write("checkout.session.completed", session);
        return true;
    }

    private JsonObject CreateSession(JsonObject form)
    {
        var line = form["line_items"]![0]!;
        var total = long.Parse((string)line["price_data"]!["unit_amount"]!, CultureInfo.InvariantCulture) * long.Parse((string)line["quantity"]!, CultureInfo.InvariantCulture);
        var expiresAt = long.Parse((string)form["expires_at"]!, CultureInfo.InvariantCulture);
        if (expiresAt - Now is < 30 * 60 or > 24 * 60 * 60)
        {
            Refuse("invalid_request_error", param: "expires_at");
        }

        var session = Add(
            "checkout.session", "cs_test", ("amount_total", total), ("amount_subtotal", total), ("currency", (string?)line["price_data"]!["currency"]),
            ("client_reference_id", (string?)form["client_reference_id"]), ("metadata", form["metadata"]?.DeepClone() ?? new JsonObject()),
            ("success_url", (string?)form["success_url"]), ("cancel_url", (string?)form["cancel_url"]), ("expires_at", expiresAt),
            ("payment_intent", null), ("status", "open"), ("payment_status", "unpaid"), ("customer_details", null), ("currency_conversion", null));
        var id = (string)session["id"]!;
        session["url"] = new Uri(address, $"/pay/{id}").ToString();
        _paymentData[id] = form["payment_intent_data"]?.DeepClone() ?? new JsonObject();
        return session;
    }

    private JsonObject Expire(JsonObject session)
    {
        if ((string?)session["status"] != "open")
        {
            Refuse("invalid_request_error");
        }

        (session["status"], session["url"]) = ("expired", null);
        outbox.Write("checkout.session.expired", session);
        return session;
    }

    /// <summary>The page as it stands now: its time may be over.</summary>
    private JsonObject OnTime(JsonObject session) =>
        (string?)session["status"] == "open" && (long)session["expires_at"]! <= Now ? Expire(session) : session;

    private JsonNode Expanded(JsonObject session, JsonObject form)
    {
        var answer = session.DeepClone();
        if (form["expand"]?.AsArray().Any(e => (string?)e == "payment_intent") == true && (string?)session["payment_intent"] is { } intent)
        {
            answer["payment_intent"] = Find(intent).DeepClone();
        }

        return answer;
    }
}
