using System.Globalization;
using System.Text.Json.Nodes;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>Money that goes back, and payers who object.</summary>
internal sealed partial class FakeStripeBooks
{
    /// <summary>Somebody gives money back in Stripe's dashboard.</summary>
    public string Refund(string intentId, long cents) => (string)CreateRefund(new JsonObject
    {
        ["payment_intent"] = intentId, ["amount"] = cents.ToString(CultureInfo.InvariantCulture),
    })["id"]!;

    /// <summary>A refund that was under way, or had been told as done, comes to another end.</summary>
    public void EndRefund(string refundId, string status, string? reason = null)
    {
        var refund = Find(refundId, "refund");
        (refund["status"], refund["failure_reason"]) = (status, reason);
        if (status is "failed" or "canceled")
        {
            var charge = Find((string)refund["charge"]!);
            charge["amount_refunded"] = (long)charge["amount_refunded"]! - (long)refund["amount"]!;
            charge["refunded"] = false;
            outbox.Write("refund.failed", refund);
        }

        outbox.Write("refund.updated", refund);
        outbox.Write("charge.refund.updated", refund);
    }

    /// <summary>The payer objects at the bank.</summary>
    public string Dispute(string intentId)
    {
        var charge = ChargeOf(Find(intentId))!;
        charge["disputed"] = true;
        var dispute = Add(
            "dispute", "dp", ("amount", (long)charge["amount"]!), ("charge", (string?)charge["id"]), ("payment_intent", intentId),
            ("currency", (string?)charge["currency"]), ("status", "needs_response"));
        outbox.Write("charge.dispute.created", dispute);
        outbox.Write("charge.dispute.funds_withdrawn", dispute);
        return (string)dispute["id"]!;
    }

    /// <param name="status">Stripe's word: <c>won</c>, <c>lost</c>, <c>warning_closed</c> and so on.</param>
    /// <param name="caseType">How it was raised, such as <c>chargeback</c> or <c>block</c>.</param>
    /// <param name="taken">The cents that were taken for it.</param>
    public void MoveDispute(string disputeId, string status, string? caseType = null, long taken = 0)
    {
        var dispute = Find(disputeId, "dispute");
        dispute["status"] = status;
        dispute["payment_method_details"]!["card"]!["case_type"] = caseType ?? "chargeback";
        dispute["balance_transactions"] = taken == 0
            ? new JsonArray()
            : new JsonArray(new JsonObject { ["id"] = $"txn_{disputeId}", ["object"] = "balance_transaction", ["amount"] = -taken });
        outbox.Write(status is "won" or "lost" or "warning_closed" or "prevented" ? "charge.dispute.closed" : "charge.dispute.updated", dispute);
    }

    private JsonObject CreateRefund(JsonObject form)
    {
        var intent = Find((string)form["payment_intent"]!, "payment_intent");
        if (ChargeOf(intent) is not { } charge)
        {
            return Refuse("invalid_request_error", "payment_intent_unexpected_state", intent: intent);
        }

        var left = (long)charge["amount"]! - (long)charge["amount_refunded"]!;
        var cents = long.Parse((string?)form["amount"] ?? $"{left}", CultureInfo.InvariantCulture);
        if ((bool)charge["disputed"]!)
        {
            Refuse("invalid_request_error", "charge_disputed");
        }

        if (left == 0)
        {
            Refuse("invalid_request_error", "charge_already_refunded");
        }

        if (cents > left)
        {
            Refuse("invalid_request_error", param: "amount");
        }

        var refund = Add(
            "refund", "re", ("amount", cents), ("charge", (string?)charge["id"]), ("payment_intent", (string?)intent["id"]),
            ("currency", (string?)charge["currency"]), ("metadata", form["metadata"]?.DeepClone() ?? new JsonObject()), ("status", RefundStatus));
        charge["amount_refunded"] = (long)charge["amount_refunded"]! + cents;
        charge["refunded"] = cents == left;
        outbox.Write("refund.created", refund);
        outbox.Write("charge.refunded", charge);
        return refund;
    }
}
