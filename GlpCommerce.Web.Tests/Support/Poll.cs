namespace GlpCommerce.Web.Tests.Support;

/// <summary>Waits for what comes about by itself, and fails with a sentence when it does not.</summary>
internal static class Poll
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task<T> UntilAsync<T>(Func<Task<T>> look, Func<T, bool> isThere, string what, TimeSpan? patience = null)
    {
        for (var end = DateTime.UtcNow + (patience ?? Patience); ; await Task.Delay(50))
        {
            var seen = await look();
            if (isThere(seen))
            {
                return seen;
            }

            Assert.True(DateTime.UtcNow < end, $"Waited for {what} in vain; last seen: {seen}.");
        }
    }
}
