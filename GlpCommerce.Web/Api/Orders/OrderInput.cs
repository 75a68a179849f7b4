using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Orders;

namespace GlpCommerce.Web.Api.Orders;

/// <summary>Reads what the mutations about orders are given, with every problem at its place in the input.</summary>
internal static class OrderInput
{
    /// <summary>More than any order comes to; a larger number need not be exact in a Float.</summary>
    private const double Most = 1e9;

    private static readonly Problem BadTotal = new("total.invalid", "Write the total in dollars, with whole cents.", "expectedTotal");

    private static readonly string[] AddressFields = ["name", "line1", "line2", "city", "state", "zip", "phone"];

    /// <summary>The request to place an order, or all that is wrong with it.</summary>
    public static Result<PlaceOrder> Read(IDictionary<string, object?> input, long? accountId)
    {
        var problems = new List<Problem>();
        if (!SessionIds.IsOne(input.Text("sessionId")))
        {
            problems.Add(CartProblems.BadSession);
        }

        var (email, address) = Recipient(input, problems);
        var total = Total(input, problems);
        return problems.Count > 0 ? problems : new PlaceOrder(
            input.Text("sessionId")!, CartId: null, email, address, input.Text("paymentMethodId"), total,
            input.Text("idempotencyKey"), input.Text("discountCode"), accountId);
    }

    public static CheckoutForm Address(IDictionary<string, object?> address, string? email = null) => new(
        email, address.Text("name"), address.Text("line1"), address.Text("line2"), address.Text("city"), address.Text("state"),
        address.Text("zip"), address.Text("phone"));

    /// <param name="address">What the mutation's input calls the address.</param>
    public static UserError Error(Problem problem, string address) => new(problem.Code, problem.Message, problem.Field switch
    {
        null or "quantity" => null,
        "email" => ["input", "userEmail"],
        "payment" => ["input", "paymentMethodId"],
        { } field when AddressFields.Contains(field) => ["input", address, field],
        { } field => ["input", field],
    });

    private static (string Email, ShippingAddress? Address) Recipient(IDictionary<string, object?> input, List<Problem> problems)
    {
        var email = input.Text("userEmail");
        if (!input.TryGetValue("shippingAddress", out var given) || given is not IDictionary<string, object?> fields)
        {
            var checkedEmail = Address(new Dictionary<string, object?>(), email).CheckEmail();
            problems.AddRange(checkedEmail.Problems);
            return (checkedEmail.Value ?? "", null);
        }

        var form = Address(fields, email).Check();
        problems.AddRange(form.Problems);
        return (form.Value?.Email ?? "", form.Value?.Address);
    }

    private static Money? Total(IDictionary<string, object?> input, List<Problem> problems)
    {
        if (!input.TryGetValue("expectedTotal", out var given) || given is null)
        {
            return null;
        }

        var dollars = Convert.ToDouble(given, System.Globalization.CultureInfo.InvariantCulture);
        if (dollars is >= 0 and <= Most && (decimal)dollars * 100 is var cents && cents == decimal.Truncate(cents))
        {
            return new Money((long)cents);
        }

        problems.Add(BadTotal);
        return null;
    }
}
