using System.Globalization;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Staff;

namespace GlpCommerce.Core.Pricing;

/// <summary>The rates as staff type them.</summary>
public static class RateForm
{
    public const string Flat = "flat";
    public const string Free = "free";

    /// <summary>Shipping first, and then each state with its kinds of goods.</summary>
    public static readonly IReadOnlyList<FormField> Fields =
    [
        new(Flat, "A parcel costs", FormRules.Dollars(1_000, required: true)),
        new(Free, "It is free from", FormRules.Dollars(100_000)),
        .. UsStates.All.SelectMany(state => Enum.GetValues<TaxClass>().Select(kind => new FormField(NameOf(state.Key, kind), $"{state.Name}, {TitleOf(kind)}", FormRules.Percent))),
    ];

    public static string NameOf(string state, TaxClass kind) => $"{state}.{kind}";

    public static string TitleOf(TaxClass kind) => kind switch
    {
        TaxClass.Food => "food",
        TaxClass.Supplement => "supplements",
        TaxClass.Shipping => "shipping",
        _ => "everything else",
    };

    public static FieldForm Of(Rates rates)
    {
        var form = new FieldForm
        {
            [Flat] = rates.FlatRate.Amount.ToString("0.00", CultureInfo.InvariantCulture),
            [Free] = rates.FreeOver?.Amount.ToString("0.00", CultureInfo.InvariantCulture) ?? "",
        };
        foreach (var ((state, kind), share) in rates.Taxes)
        {
            form[NameOf(state, kind)] = Rates.Percent(share).ToString("0.###", CultureInfo.InvariantCulture);
        }

        return form;
    }

    /// <summary>What a form says that its rules have let through.</summary>
    internal static Rates Read(FieldForm form, int version) => new(
        version, Dollars(form[Flat]) ?? Money.Zero, Dollars(form[Free]),
        UsStates.All.SelectMany(state => Enum.GetValues<TaxClass>().Select(kind => (Key: (state.Key, kind), Text: form[NameOf(state.Key, kind)])))
            .Where(rate => rate.Text != "").ToDictionary(rate => rate.Key, rate => Rates.Thousandths(decimal.Parse(rate.Text, CultureInfo.InvariantCulture))));

    private static Money? Dollars(string text) => text == "" ? null : Money.Of(decimal.Parse(text, CultureInfo.InvariantCulture));
}
