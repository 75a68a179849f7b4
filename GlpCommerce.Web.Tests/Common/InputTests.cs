using GlpCommerce.Core.Common;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Common;

public sealed class InputTests
{
    [Theory]
    [InlineData("  Dana \t Whitlock\r\n", "Dana Whitlock")]
    [InlineData("Dana\u0000 Whit\u0007lock", "Dana Whitlock")]
    [InlineData("Dana\u202eWhitlock\u200b", "DanaWhitlock")]
    [InlineData("Zoe\u0301", "Zo\u00e9")]
    [InlineData("Dana 😀", "Dana 😀")]
    [InlineData("Dana\ud800", "Dana")]
    [InlineData("دانا", "دانا")]
    [InlineData("\u200b\u202e \t", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_line_keeps_the_letters_and_nothing_that_hides(string? typed, string? kept) => Assert.Equal(kept, Input.Line(typed));

    [Fact]
    public void Any_text_at_all_becomes_a_line() => Assert.All(Some.Nonsense, text => Assert.Null(Record.Exception(() => Input.Line(text))));
}
