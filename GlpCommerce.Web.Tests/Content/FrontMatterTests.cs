using GlpCommerce.Core.Content;

namespace GlpCommerce.Web.Tests.Content;

public sealed class FrontMatterTests
{
    [Theory]
    [InlineData("---\ntitle: A\n---\n\nText")]
    [InlineData("---\r\ntitle: A\r\nunknown: 1\r\n---\r\nText\r\n")]
    public void A_head_and_a_text_are_parted(string file)
    {
        var (head, text) = FrontMatter.Read<Head>(file);

        Assert.Equal(("A", "Text"), (head.Title, text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Text without a head")]
    [InlineData("---\ntitle: A\nText")]
    [InlineData("---\n---\nText")]
    [InlineData("---\n\n---\nText")]
    [InlineData("---\n# only a remark\n---\nText")]
    [InlineData("---\ntitle: [A\n---\nText")]
    [InlineData("---\ntitle: {a: b}\n---\nText")]
    [InlineData("---\n- a\n---\nText")]
    public void A_broken_head_is_told_in_a_sentence(string file) =>
        Assert.Contains("head", Assert.Throws<FormatException>(() => FrontMatter.Read<Head>(file)).Message, StringComparison.Ordinal);

    public sealed class Head
    {
        public string Title { get; set; } = "";
    }
}
