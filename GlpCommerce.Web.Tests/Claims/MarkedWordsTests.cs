using GlpCommerce.Core.Claims;

namespace GlpCommerce.Web.Tests.Claims;

public sealed class MarkedWordsTests
{
    private const string Written = "Stir it. This tea cures diabetes, and tastes of lemon. Serve it hot.";

    [Theory]
    [InlineData("THIS TEA CURES DIABETES - AND TASTES OF LEMON!")]
    [InlineData("Good morning. This *tea* cures\n[diabetes](https://example.com), and tastes of lemon.")]
    [InlineData("This tea cures diabetes.\nAnd tastes of lemon.")]
    [InlineData("Stir it, this tea cures diab\u0435tes and t\u0430stes of lemon.")]
    public void A_sentence_is_known_wherever_its_commas_and_full_stops_are(string now) => Assert.True(Read(now).SentencesAreIn(Written));

    [Fact]
    public void A_sentence_that_got_words_before_it_or_behind_is_known_too() =>
        Assert.True(Read("Remember: this tea cures diabetes, and tastes of lemon, as we all know.").SentencesAreIn(Written));

    [Theory]
    [InlineData("Nothing cures diabetes.")]
    [InlineData("This tea never cures diabetes.")]
    [InlineData("Cures!")]
    public void Another_sentence_with_the_same_words_is_another(string now)
    {
        Assert.False(Read(now).SentencesAreIn(Written));
        Assert.True(Read(now).WordsAreIn(Written));
    }

    [Theory]
    [InlineData("It cures.", "it  CURES", true)]
    [InlineData("It cures.", "Secure it; cures for all.", false)]
    [InlineData("It cures.", "Oats. It cures! Lemon.", true)]
    public void A_short_sentence_counts_only_where_it_stands_as_a_whole(string now, string written, bool isKnown) =>
        Assert.Equal(isKnown, Read(now).SentencesAreIn(written));

    [Theory]
    [InlineData("A cure.", "A secure lid.", false)]
    [InlineData("A way to heal.", "A healthy meal.", false)]
    [InlineData("A cure.", "It cures.", true)]
    [InlineData("A cure.", "A c-u-r-e.", true)]
    public void A_word_is_not_looked_for_inside_of_others(string now, string written, bool isKnown) => Assert.Equal(isKnown, Read(now).WordsAreIn(written));

    [Theory]
    [InlineData("Add hot water. Clinically proven.", "ADD HOT WATER - clinically, proven!", true)]
    [InlineData("Add hot water. Clinically proven.", "Add cold water. Clinically proven.", false)]
    [InlineData("It cures.", "It cures!", false)]
    public void Long_texts_are_the_same_but_for_their_signs(string one, string other, bool areSame) => Assert.Equal(areSame, MarkedWords.AreSame(one, other));

    private static MarkedWords Read(string text)
    {
        var marks = ClaimsGuard.Read(text, CopyKind.Product);
        Assert.NotEmpty(marks);
        return new MarkedWords(text, marks);
    }
}
