using CsCheck;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Checkout;

/// <summary>
/// Whatever a provider, a shopper and staff say in whatever order, however often and however late: the books of money and
/// stock agree after every word.
/// </summary>
public sealed class MoneySequencesTests
{
    private const int LongestSequence = 25;

    /// <summary>The words that carry a story on, so that most stories get somewhere.</summary>
    private static readonly MoneyWord[] Usual =
        [MoneyWord.Captured, MoneyWord.Declined, MoneyWord.PayAgain, MoneyWord.RefundAsked, MoneyWord.RefundTold, MoneyWord.RefundFailed, MoneyWord.ShelfCleared];

    private static readonly Gen<MoneyStep> Step = Gen.Select(
        Gen.OneOf(Gen.Int[0, Usual.Length - 1].Select(i => Usual[i]), Gen.Enum<MoneyWord>()),
        Gen.Int[0, 99],
        (word, which) => new MoneyStep(word, which));

    private static readonly Gen<(MoneyStart Start, MoneyStep[] Steps)> Story = Gen.Select(
        Gen.Select(Gen.Bool, Gen.Bool, (paysLater, hasCode) => new MoneyStart(paysLater, hasCode)),
        Step.Array[1, LongestSequence]);

    /// <summary>Fewer on PostgreSQL, where each of the small transactions takes several times as long.</summary>
    public static IEnumerable<TheoryDataRow<DatabaseProvider, int>> Shops =>
        from row in TestDatabase.Each
        select new TheoryDataRow<DatabaseProvider, int>(row.Data, row.Data == DatabaseProvider.Sqlite ? 200 : 40) { Skip = row.Skip };

    [Theory, MemberData(nameof(Shops))]
    public async Task Any_sequence_of_payment_events_leaves_books_that_agree(DatabaseProvider provider, int sequences)
    {
        await using var shop = await MoneyStory.OpenAsync(provider);

        await Story.SampleAsync(
            async story => await MoneyStory.TellAsync(shop, story.Start, story.Steps),
            iter: sequences,
            threads: 1,
            print: story => $"{story.Start}: {string.Join(", ", story.Steps.Select(step => $"{step.Word} {step.Which}"))}");
    }
}
