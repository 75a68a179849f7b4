using GlpCommerce.Core.Common;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Web.Resources;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.JSInterop;

namespace GlpCommerce.Web.Admin.Products;

/// <summary>A file that somebody has chosen and that is not added yet: it stays with what was said of it until it is.</summary>
public sealed class ChosenPicture(IBrowserFile file)
{
    private const int Portion = 128 * 1024;

    private bool _isOfWords;

    /// <summary>Something no other element of the page is called by.</summary>
    public string Id { get; } = $"chosen-{Guid.NewGuid():N}";

    public string Name => file.Name;

    /// <summary>What was refused of these words counts no longer once they are typed anew.</summary>
    public string Alt
    {
        get;
        set => (field, Refusal) = (value, _isOfWords ? null : Refusal);
    } = "";

    public string? Refusal { get; private set; }

    /// <summary>From 0 to 100; null while nothing is being sent.</summary>
    public int? Percent { get; private set; }

    public void Refuse(Problem? problem) => (Refusal, _isOfWords) = (problem?.Message, problem?.Field is not null);

    /// <summary>Fetches the file out of the browser, over the page's own connection.</summary>
    /// <param name="moved">Called as it comes.</param>
    /// <returns>Null when it did not come whole, and then <see cref="Refusal"/> says why.</returns>
    public async Task<byte[]?> ReadAsync(Action moved, CancellationToken ct)
    {
        if (file.Size > PictureLimits.MostBytes)
        {
            Refuse(PictureProblems.TooLarge);
            return null;
        }

        Refuse(null);
        Percent = 0;
        try
        {
            return await ReadPortionsAsync(moved, ct);
        }
        catch (Exception error) when (error is IOException or JSException or TimeoutException or OperationCanceledException or InvalidOperationException && !ct.IsCancellationRequested)
        {
            Refusal = PictureTexts.BrokenOff;
            return null;
        }
        finally
        {
            Percent = null;
        }
    }

    private async Task<byte[]> ReadPortionsAsync(Action moved, CancellationToken ct)
    {
        await using var stream = file.OpenReadStream(PictureLimits.MostBytes, ct);
        var content = new byte[file.Size];
        for (var (read, shown) = (0, 0); read < content.Length;)
        {
            var come = await stream.ReadAsync(content.AsMemory(read, Math.Min(Portion, content.Length - read)), ct);
            read += come > 0 ? come : throw new IOException("The file is shorter than its browser said.");
            Percent = (int)(100L * read / content.Length);
            if (Percent >= shown + 5)
            {
                shown = Percent.Value;
                moved();
            }
        }

        return content;
    }
}
