using System.Text.Json.Nodes;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>What becomes of a payment with each of Stripe's test methods.</summary>
internal sealed partial class FakeStripeBooks
{
    private const string Declined = "card_declined";
    private const string Deposits = "verify_with_microdeposits";

    /// <summary>Stripe's test methods, the longest names first. A token of the Payment Element goes by the same names: <c>ctoken_card_visa_1</c>.</summary>
    private static readonly string[] Methods =
    [
        "card_chargeDeclinedInsufficientFunds", "card_chargeDeclinedExpiredCard", "card_threeDSecure2Required", "card_chargeDeclined", "usBankAccountTyped",
        "usBankAccount", "redirect", "needsMandate", "usedUp", "card_visa",
    ];

    /// <summary>The bank's answer to a payment that waits for it, or the payer's who says what small amounts have come.</summary>
    public void Answer(string intentId, bool approved)
    {
        var intent = Find(intentId, "payment_intent");
        if ((string?)intent["status"] != "requires_action")
        {
            return;
        }

        var isOfAccount = (string?)intent["next_action"]!["type"] == Deposits;
        intent["next_action"] = null;
        if (approved && isOfAccount)
        {
            Process(intent);
        }
        else if (approved)
        {
            Succeed(intent);
        }
        else
        {
            Fail(intent, "payment_intent_authentication_failure", declineCode: null);
        }
    }

    /// <summary>The payer's browser tries a declined payment with a card that works.</summary>
    public void TryAgain(string intentId)
    {
        var intent = Find(intentId, "payment_intent");
        if ((string?)intent["status"] == "requires_payment_method")
        {
            Pay(intent, "card_visa", returnUrl: null);
        }
    }

    /// <summary>Money that was on its way has arrived, or will not.</summary>
    public void Settle(string intentId, bool arrived)
    {
        var intent = Find(intentId, "payment_intent");
        if (arrived)
        {
            Succeed(intent);
        }
        else
        {
            Fail(intent, "payment_method_provider_decline", declineCode: null);
        }

        if (All("checkout.session").FirstOrDefault(s => (string?)s["payment_intent"] == intentId) is { } session)
        {
            session["payment_status"] = arrived ? "paid" : "unpaid";
            outbox.Write($"checkout.session.async_payment_{(arrived ? "succeeded" : "failed")}", session);
        }
    }

    private JsonObject CreateIntent(JsonObject form) => AddIntent(
        (string)form["amount"]!, (string)form["currency"]!, form["metadata"], (string?)form["description"],
        (string?)form["automatic_payment_methods"]?["allow_redirects"] != "never");

    private JsonObject AddIntent(string amount, string currency, JsonNode? metadata, string? description, bool redirects)
    {
        var cents = long.Parse(amount, System.Globalization.CultureInfo.InvariantCulture);
        if (cents < 50)
        {
            Refuse("invalid_request_error", "amount_too_small", "amount");
        }

        var intent = Add(
            "payment_intent", "pi", ("amount", cents), ("currency", currency), ("metadata", metadata?.DeepClone() ?? new JsonObject()),
            ("description", description), ("status", "requires_payment_method"), ("last_payment_error", null), ("next_action", null),
            ("processing", null), ("canceled_at", null), ("transfer_data", null), ("shipping", null));
        intent["client_secret"] = $"{(string?)intent["id"]}_secret_{Guid.NewGuid():N}";
        if (!redirects)
        {
            _noRedirects.Add((string)intent["id"]!);
        }

        return intent;
    }

    /// <summary>Adds what it says to what is kept of the payment; one that is cancelled takes nothing any more.</summary>
    private static JsonObject Mark(JsonObject intent, JsonObject form)
    {
        if ((string?)intent["status"] == "canceled")
        {
            Refuse("invalid_request_error", "payment_intent_unexpected_state", intent: intent);
        }

        foreach (var (name, value) in form["metadata"]!.AsObject())
        {
            intent["metadata"]![name] = value!.DeepClone();
        }

        return intent;
    }

    private JsonObject Confirm(JsonObject intent, JsonObject form)
    {
        if ((string?)intent["status"] is not ("requires_payment_method" or "requires_confirmation"))
        {
            Refuse("invalid_request_error", "payment_intent_unexpected_state", intent: intent);
        }

        var token = (string?)form["confirmation_token"];
        if (_noRedirects.Contains((string)intent["id"]!) == form.ContainsKey("return_url"))
        {
            Refuse("invalid_request_error", param: "return_url");
        }

        var method = MethodOf(token ?? (string)form["payment_method"]!, token is null ? "payment_method" : "confirmation_token");
        Pay(intent, method, (string?)form["return_url"]);
        return intent;
    }

    private string MethodOf(string token, string param)
    {
        var name = token[(token.IndexOf('_', StringComparison.Ordinal) + 1)..];
        var method = Methods.FirstOrDefault(m => param == "payment_method" ? name == m : name.StartsWith(m, StringComparison.Ordinal));
        if (method is null || (param == "confirmation_token" && !_usedTokens.Add(token)))
        {
            Refuse("invalid_request_error", "resource_missing", param);
        }

        return method!;
    }

    private void Pay(JsonObject intent, string method, string? returnUrl)
    {
        intent["last_payment_error"] = null;
        switch (method)
        {
            case "card_chargeDeclined":
                throw Fail(intent, Declined, "generic_decline");
            case "card_chargeDeclinedInsufficientFunds":
                throw Fail(intent, Declined, "insufficient_funds");
            case "card_chargeDeclinedExpiredCard":
                throw Fail(intent, "expired_card", declineCode: null);
            case "card_threeDSecure2Required":
                Ask(intent, new JsonObject { ["type"] = "use_stripe_sdk", ["use_stripe_sdk"] = new JsonObject { ["type"] = "three_d_secure_redirect" } });
                break;
            case "redirect":
                var page = new JsonObject { ["url"] = new Uri(address, $"/authenticate/{(string?)intent["id"]}").ToString(), ["return_url"] = returnUrl };
                Ask(intent, new JsonObject { ["type"] = "redirect_to_url", ["redirect_to_url"] = page });
                break;
            case "needsMandate":
                Refuse("invalid_request_error", param: "mandate_data");
                break;
            case "usedUp":
                // As Stripe answers for a method that was used before: with a sentence, and without code and parameter.
                Refuse("invalid_request_error");
                break;
            case "usBankAccount":
                Process(intent);
                break;
            case "usBankAccountTyped":
                Ask(intent, new JsonObject
                {
                    ["type"] = Deposits,
                    [Deposits] = new JsonObject
                    {
                        ["arrival_date"] = Now + 86_400, ["hosted_verification_url"] = new Uri(address, "/microdeposit").ToString(), ["microdeposit_type"] = "descriptor_code",
                    },
                });
                break;
            default:
                Succeed(intent);
                break;
        }
    }

    private void Process(JsonObject intent)
    {
        intent["status"] = "processing";
        outbox.Write("payment_intent.processing", intent);
    }

    private void Ask(JsonObject intent, JsonObject action)
    {
        (intent["status"], intent["next_action"]) = ("requires_action", action);
        outbox.Write("payment_intent.requires_action", intent);
    }

    private void Succeed(JsonObject intent)
    {
        var charge = Add(
            "charge", "ch", ("amount", (long)intent["amount"]!), ("amount_captured", (long)intent["amount"]!), ("captured", true),
            ("payment_intent", (string?)intent["id"]), ("currency", (string?)intent["currency"]), ("metadata", intent["metadata"]!.DeepClone()),
            ("description", (string?)intent["description"]), ("source", null), ("transfer_data", null), ("shipping", null));
        (intent["status"], intent["amount_received"], intent["latest_charge"]) = ("succeeded", (long)intent["amount"]!, (string?)charge["id"]);
        outbox.Write("charge.succeeded", charge);
        outbox.Write("payment_intent.succeeded", intent);
    }

    private FakeStripeError Fail(JsonObject intent, string code, string? declineCode)
    {
        intent["status"] = "requires_payment_method";
        intent["last_payment_error"] = new JsonObject { ["type"] = "card_error", ["code"] = code, ["decline_code"] = declineCode, ["message"] = "Declined." };
        outbox.Write("payment_intent.payment_failed", intent);
        return new FakeStripeError(402, "card_error", code) { DeclineCode = declineCode, Intent = intent };
    }

    private JsonObject Cancel(JsonObject intent)
    {
        if ((string?)intent["status"] is not ("requires_payment_method" or "requires_confirmation" or "requires_action"))
        {
            Refuse("invalid_request_error", "payment_intent_unexpected_state", intent: intent);
        }

        (intent["status"], intent["canceled_at"], intent["next_action"]) = ("canceled", Now, null);
        outbox.Write("payment_intent.canceled", intent);
        return intent;
    }
}
