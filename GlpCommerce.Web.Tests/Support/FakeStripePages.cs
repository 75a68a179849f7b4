using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>What people do at Stripe: payers on its pages and at their banks, staff in its dashboard.</summary>
public sealed partial class FakeStripe
{
    /// <summary>How the next refunds stand at first.</summary>
    public string RefundStatus
    {
        set => _books.RefundStatus = value;
    }

    /// <summary>The longest page of a list.</summary>
    public int LongestPage
    {
        set => _books.LongestPage = value;
    }

    /// <summary>Stripe's rows of a kind, such as <c>charge</c>, oldest first.</summary>
    public IReadOnlyList<JsonNode> Rows(string kind) => Locked(() => _books.All(kind).Select(o => o.DeepClone()).ToList());

    /// <summary>The ids of the payments that were made.</summary>
    public IReadOnlyList<string> Intents => [.. Rows("payment_intent").Select(i => (string)i["id"]!)];

    /// <summary>What was really charged, in cents, refunds not counted.</summary>
    public long Charged => Rows("charge").Sum(c => (long)c["amount"]!);

    /// <summary>What went back, in cents.</summary>
    public long Refunded => Rows("charge").Sum(c => (long)c["amount_refunded"]!);

    /// <summary>The payer answers the bank's question.</summary>
    public void Answer(string intentId, bool approved) => Locked(() => _books.Answer(intentId, approved));

    /// <summary>Money that was on its way arrives, or will not.</summary>
    public void Settle(string intentId, bool arrived) => Locked(() => _books.Settle(intentId, arrived));

    /// <summary>The payer pays on Stripe's page, with a method such as <c>card_visa</c>.</summary>
    /// <returns>Whether the page is done with.</returns>
    public bool PayOnPage(string sessionId, string method = "card_visa") => Locked(() => _books.PayOnPage(sessionId, method));

    /// <summary>The payer's browser, which still knows a declined payment, tries it once more without the shop.</summary>
    public void TryAgain(string intentId) => Locked(() => _books.TryAgain(intentId));

    /// <summary>Staff give money back in the dashboard.</summary>
    /// <returns>The refund's id.</returns>
    public string Refund(string intentId, long cents) => Locked(() => _books.Refund(intentId, cents));

    public void EndRefund(string refundId, string status, string? reason = null) => Locked(() => _books.EndRefund(refundId, status, reason));

    /// <summary>The payer objects at the bank.</summary>
    /// <returns>The dispute's id.</returns>
    public string Dispute(string intentId) => Locked(() => _books.Dispute(intentId));

    /// <inheritdoc cref="FakeStripeBooks.MoveDispute"/>
    public void MoveDispute(string disputeId, string status, string? caseType = null, long taken = 0) => Locked(() => _books.MoveDispute(disputeId, status, caseType, taken));

    private async Task ShowAsync(HttpContext context)
    {
        var parts = context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var action = HttpMethods.IsPost(context.Request.Method) ? (string?)(await context.Request.ReadFormAsync())["do"] : null;
        var next = parts switch
        {
            ["pay", var id] => Locked(() => OnPage(id, action)),
            ["authenticate", var id] => Locked(() => AtBank(id, action)),
            _ => null,
        };
        if (next is { Location: { } location })
        {
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
            context.Response.Headers.Location = location;
            return;
        }

        context.Response.StatusCode = next is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync(next?.Html ?? "");
    }

    /// <summary>The hosted page: pay, be declined, pay by bank, or go back.</summary>
    private (string? Location, string? Html)? OnPage(string id, string? action)
    {
        var session = _books.Find(id, "checkout.session");
        var isDone = action switch
        {
            "pay" => _books.PayOnPage(id, "card_visa"),
            "decline" => _books.PayOnPage(id, "card_chargeDeclined"),
            "bank" => _books.PayOnPage(id, "usBankAccount"),
            _ => false,
        };
        return isDone ? ((string?)session["success_url"], null)
            : action == "cancel" ? ((string?)session["cancel_url"], null)
            : (null, Page(Dollars(session["amount_total"]), action == "decline" ? "Your card was declined." : "", "pay", "bank", "decline", "cancel"));
    }

    /// <summary>The bank's page.</summary>
    private (string? Location, string? Html)? AtBank(string id, string? action)
    {
        var intent = _books.Find(id, "payment_intent");
        var back = (string?)intent["next_action"]?["redirect_to_url"]?["return_url"];
        if (action is null)
        {
            return (null, Page(Dollars(intent["amount"]), "", "approve", "deny"));
        }

        _books.Answer(id, action == "approve");
        return (back, back is null ? "" : null);
    }

    private static string Dollars(JsonNode? cents) => ((long)cents! / 100m).ToString("C", CultureInfo.GetCultureInfo("en-US"));

    private static string Page(string amount, string problem, params string[] actions) =>
        $"<!DOCTYPE html><title>Stand-in of Stripe</title><h1>{amount}</h1><p role=\"alert\">{problem}</p><form method=\"post\">"
        + string.Concat(actions.Select(a => $"<button name=\"do\" value=\"{a}\">{a}</button>")) + "</form>";

    private void Locked(Action act)
    {
        lock (_lock)
        {
            act();
        }
    }
}
