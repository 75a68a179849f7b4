using System.Globalization;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Refunds;

namespace GlpCommerce.Web.Admin.Orders;

/// <summary>Asks which units of an order are paid back, and whether they go on the shelf again.</summary>
public sealed partial class RefundDialog
{
    /// <summary>Of this question: pressed twice, it is one refund.</summary>
    private readonly string _key = $"staff-{Secrets.New(12)}";
    private List<Choice> _choices = [];
    private string? _reason;
    private bool _withShipping;

    /// <summary>What the parcel cost and was not given back yet.</summary>
    private Money Parcel => Order.ShippingRefunded ? Money.Zero : Order.Shipping + Order.ShippingTax;

    private Money Sum => Money.Sum(_choices.Select(choice => choice.Cost)) + (_withShipping ? Parcel : Money.Zero);

    protected override void OnInitialized() =>
        _choices = [.. Order.Lines.Where(line => line.RefundedQuantity < line.Quantity).Select(line => new Choice(line))];

    protected override async Task OnInitializedAsync()
    {
        var given = await Refunds.GivenAsync(Order.Id);
        _choices.ForEach(choice => choice.Given = given.GetValueOrDefault(choice.Line.Id));
    }

    private Task GiveBackAsync() => _choices.Any(choice => choice.Units is null) ? Task.CompletedTask : ActAsync(by => Refunds.RequestAsync(
        new RefundOrder(
            _key,
            Order.Id,
            // As stock is touched: in product order.
            [.. _choices.Where(choice => choice.Units > 0).OrderBy(choice => choice.Line.ProductId).Select(choice => new RefundUnits(choice.Line.Id, choice.Units!.Value, choice.Restock))],
            _withShipping,
            _reason ?? ""),
        by));

    /// <summary>One line, and how much of it goes back.</summary>
    private sealed class Choice(OrderLine line)
    {
        public OrderLine Line => line;

        public int Left => line.Quantity - line.RefundedQuantity;

        public string Text { get; set; } = "0";

        public bool Restock { get; set; }

        /// <summary>What was given back of the line, which decides what the last units cost.</summary>
        public Money Given { get; set; }

        /// <summary>Null for what is no number, or too many.</summary>
        public int? Units => string.IsNullOrWhiteSpace(Text) ? 0
            : int.TryParse(Text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var units) && units <= Left ? units : null;

        public Money Cost => Units is > 0 and var units ? RefundEditor.Cost(line, Given, units) : Money.Zero;
    }
}
