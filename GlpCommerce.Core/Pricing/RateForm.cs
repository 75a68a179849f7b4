using GlpCommerce.Core.Common;
using GlpCommerce.Core.Staff;

namespace GlpCommerce.Core.Pricing;

/// <summary>The rates as staff type them.</summary>
public static class RateForm
{
    public const string Flat = "flat";
    public const string Free = "free";

    private const string Example = "5.90";

    /// <summary>Shipping first, and then each state with its kinds of goods.</summary>
    public static readonly IReadOnlyList<FormField> Fields =
    [
        new(Flat, "A parcel costs", FormRules.Dollars(0, 1_000, "From $0.00 to $1,000.00, please.", Example, required: true)),
        new(Free, "It is free from", FormRules.Dollars(0, 100_000, "From $0.00 to $100,000.00, please.", Example)),
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
            [Flat] = FormRules.Text(rates.FlatRate.Amount, "0.00"),
            [Free] = FormRules.Text(rates.FreeOver?.Amount, "0.00"),
        };
        foreach (var ((state, kind), share) in rates.Taxes)
        {
            form[NameOf(state, kind)] = FormRules.Text(Rates.Percent(share), "0.###");
        }

        return form;
    }

    /// <summary>What a form says that its rules have let through.</summary>
    internal static Rates Read(FieldForm form, int version) => new(
        version, Money.Of(form.Number(Flat) ?? 0), form.Number(Free) is { } free ? Money.Of(free) : null,
        UsStates.All.SelectMany(state => Enum.GetValues<TaxClass>().Select(kind => (Key: (state.Key, kind), Percent: form.Number(NameOf(state.Key, kind)))))
            .Where(rate => rate.Percent is not null).ToDictionary(rate => rate.Key, rate => Rates.Thousandths(rate.Percent!.Value)));
}
