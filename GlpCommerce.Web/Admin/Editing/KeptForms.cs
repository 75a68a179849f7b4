using System.Globalization;
using System.Text.Json;
using Microsoft.JSInterop;

namespace GlpCommerce.Web.Admin.Editing;

/// <summary>What was typed once and not saved.</summary>
/// <param name="Texts">By the fields' names.</param>
/// <param name="Version">The version that it was typed over; 0 for something new.</param>
/// <param name="At">UTC.</param>
public sealed record KeptForm(IReadOnlyDictionary<string, string> Texts, int Version, DateTime At);

/// <summary>
/// Forms that the browser keeps while they are typed (staff.js): a connection that is lost, a tab that is closed and a machine that
/// sleeps take nothing away.
/// </summary>
public sealed class KeptForms(IJSRuntime browser)
{
    private const int Largest = 200_000;

    public async Task<KeptForm?> FindAsync(string key)
    {
        // A stream, because one message could be too small for all that was typed.
        await using var bytes = await browser.InvokeAsync<IJSStreamReference>("staff.kept", key);
        if (bytes.Length > Largest)
        {
            return null;
        }

        try
        {
            await using var text = await bytes.OpenReadStreamAsync(Largest);
            var kept = await JsonSerializer.DeserializeAsync<Kept>(text, JsonSerializerOptions.Web);
            return kept?.Texts is { } texts ? new KeptForm(texts, kept.Version, DateTime.UnixEpoch.AddMilliseconds(Math.Clamp(kept.At, 0, 4_000_000_000_000))) : null;
        }
        catch (JsonException)
        {
            // Somebody else's writing under this name.
            return null;
        }
    }

    public ValueTask DropAsync(string key) => browser.InvokeVoidAsync("staff.drop", key);

    /// <summary>An hour of the browser's own time zone.</summary>
    public async Task<DateTime> UtcAsync(DateTime local) => DateTime.UnixEpoch.AddMilliseconds(
        await browser.InvokeAsync<double>("staff.utc", local.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture)));

    private sealed record Kept(Dictionary<string, string>? Texts, int Version, double At);
}
