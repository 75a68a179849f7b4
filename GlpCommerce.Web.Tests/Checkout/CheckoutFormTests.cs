using GlpCommerce.Core.Checkout;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Checkout;

public sealed class CheckoutFormTests
{
    private static readonly string Endless = new('x', 10_000);

    public static TheoryData<string, string> BadEmails => new()
    {
        { "", "email.invalid" }, { " ", "email.invalid" }, { "dana", "email.invalid" }, { "dana@", "email.invalid" }, { "@example.com", "email.invalid" },
        { "dana@example", "email.invalid" }, { "dana@example.c", "email.invalid" }, { "dana@@example.com", "email.invalid" },
        { "dana@example..com", "email.invalid" }, { ".dana@example.com", "email.invalid" }, { "dana.@example.com", "email.invalid" },
        { "da..na@example.com", "email.invalid" }, { "dana@.example.com", "email.invalid" }, { "dana@-example.com", "email.invalid" },
        { "dana whitlock@example.com", "email.invalid" }, { "Dana <dana@example.com>", "email.invalid" }, { "dana@example.com, eve@example.com", "email.invalid" },
        { "dana@example.com\r\nBcc: eve@example.com", "email.invalid" }, { "dana@exa\0mple", "email.invalid" }, { "\ud800@example", "email.invalid" },
        { new string('a', 65) + "@example.com", "email.invalid" }, { "dana@" + new string('a', 250) + ".com", "email.invalid" },
        { new string('x', 10_000), "email.invalid" }, { new string('x', 5_000) + "@" + new string('x', 5_000) + ".com", "email.invalid" },
    };

    [Fact]
    public void A_good_form_has_no_problem()
    {
        var form = (Some.Form() with { Email = " dana@example.com ", State = "il", Zip = " 60614-1234 ", Name = "Dana\u202e  Whitlock 😀", Phone = "" }).Check();

        Assert.Null(form.Problem);
        Assert.Equal(
            ("dana@example.com", "IL", "60614-1234", "Dana Whitlock 😀", null),
            (form.Value!.Email, form.Value.Address.State, form.Value.Address.Zip, form.Value.Address.Name, form.Value.Address.Phone));
    }

    [Theory, MemberData(nameof(BadEmails))]
    public void A_wrong_email_gets_a_sentence_beside_it(string email, string code)
    {
        var problem = Assert.Single((Some.Form() with { Email = email }).Check().Problems);

        Assert.Equal((code, "email"), (problem.Code, problem.Field));
        Assert.EndsWith(".", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dana@example.com")]
    [InlineData("d.w+glp@mail.example.co.uk")]
    [InlineData("o'neil@example.com")]
    [InlineData("1@example.io")]
    [InlineData("dänä@exämple.com")]
    public void A_right_email_is_taken_as_it_is(string email) => Assert.Equal(email, (Some.Form() with { Email = email }).Check().Value?.Email);

    [Theory]
    [InlineData("", "Write the ZIP code: five digits.")]
    [InlineData("6061", "Five digits, please. This one has 4.")]
    [InlineData("6", "Five digits, please. This one has one.")]
    [InlineData("606145", "A ZIP code is five digits, such as 60614.")]
    [InlineData("60614-12", "A ZIP code is five digits, such as 60614.")]
    [InlineData("SW1A 1AA", "A ZIP code is five digits, such as 60614.")]
    [InlineData("٦٠٦١٤", "A ZIP code is five digits, such as 60614.")]
    [InlineData("60614\n60615", "A ZIP code is five digits, such as 60614.")]
    public void A_wrong_zip_says_what_is_missing(string zip, string message)
    {
        var problem = Assert.Single((Some.Form() with { Zip = zip }).Check().Problems);

        Assert.Equal(("zip.invalid", "zip", message), (problem.Code, problem.Field, problem.Message));
    }

    [Fact]
    public void Every_problem_is_told_at_once_and_beside_its_field()
    {
        var problems = new CheckoutForm(null, " ", "\u200b", null, "", "ZZ", null, null).Check().Problems;

        Assert.Equal(["email", "name", "line1", "city", "state", "zip"], problems.Select(p => p.Field));
    }

    [Fact]
    public void An_endless_text_is_refused_once_in_each_field()
    {
        var problems = new CheckoutForm(Endless, Endless, Endless, Endless, Endless, Endless, Endless, Endless).Check().Problems;

        Assert.Equal(["email", "name", "line1", "line2", "city", "state", "zip", "phone"], problems.Select(p => p.Field));
        Assert.All(problems, p => Assert.InRange(p.Message.Length, 10, 200));
    }

    [Fact]
    public void Any_text_at_all_may_be_typed_anywhere() => Assert.All(Some.Nonsense, text =>
    {
        var form = new CheckoutForm(text, text, text, text, text, text, text, text).Check();

        Assert.All(form.Problems, p => Assert.False(string.IsNullOrEmpty(p.Field)));
    });

    [Fact]
    public void A_name_cannot_hide_what_it_says()
    {
        var address = (Some.Form() with { Name = "Dana\u202e kcoltihW\u200b\u0007", Line1 = "1 Main\r\nSt" }).Check().Value!.Address;

        Assert.Equal(("Dana kcoltihW", "1 Main St"), (address.Name, address.Line1));
    }
}
