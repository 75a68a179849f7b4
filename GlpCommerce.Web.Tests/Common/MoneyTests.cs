using System.Globalization;
using GlpCommerce.Core.Common;

namespace GlpCommerce.Web.Tests.Common;

public sealed class MoneyTests
{
    [Theory]
    [InlineData(0.005, 1)]
    [InlineData(0.0149, 1)]
    [InlineData(0.015, 2)]
    [InlineData(-0.005, -1)]
    [InlineData(19.999, 2000)]
    public void Half_a_cent_goes_away_from_zero(decimal dollars, long cents) => Assert.Equal(cents, Money.Of(dollars).Cents);

    [Theory]
    [InlineData(0, "$0.00")]
    [InlineData(5, "$0.05")]
    [InlineData(123456789, "$1,234,567.89")]
    [InlineData(-590, "-$5.90")]
    public void Money_reads_the_same_on_every_machine(long cents, string text)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        try
        {
            Assert.Equal(text, new Money(cents).ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void An_absurd_sum_fails_instead_of_turning_negative()
    {
        Assert.Throws<OverflowException>(() => new Money(long.MaxValue) * 2);
        Assert.Throws<OverflowException>(() => new Money(long.MaxValue) + new Money(1));
        Assert.Throws<OverflowException>(() => Money.Of(decimal.MaxValue / 1000));
    }
}
