using System.Net;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>
/// Whatever is asked, no answer takes two seconds. That bounds what hostile input may cost and measures no speed: on a busy
/// machine the best of some tries counts.
/// </summary>
internal static class Prompt
{
    private const int Tries = 8;

    private static readonly TimeSpan Most = TimeSpan.FromSeconds(2);

    /// <summary>What the shop had no time for, for others wrote to its file meanwhile, is asked again too.</summary>
    public static async Task<ApiAnswer> AnswerAsync(string what, Func<Task<ApiAnswer>> ask)
    {
        var answer = await AnswerAsync(what, ask, answer => answer.Elapsed);
        for (var tries = 1; tries < Tries && answer.Status == HttpStatusCode.ServiceUnavailable; tries++)
        {
            answer = await AnswerAsync(what, ask, again => again.Elapsed);
        }

        return answer;
    }

    /// <param name="what">What is asked, for the failure's words.</param>
    /// <param name="ask">Asks; it must do no harm to ask twice.</param>
    public static async Task<T> AnswerAsync<T>(string what, Func<Task<T>> ask, Func<T, TimeSpan> elapsed)
    {
        var answer = await ask();
        for (var tries = 1; tries < Tries && elapsed(answer) >= Most; tries++)
        {
            answer = await ask();
        }

        Assert.True(elapsed(answer) < Most, $"{what}: the answer took {elapsed(answer)}, {Tries} times more than {Most}");
        return answer;
    }
}
