using Microsoft.Playwright;

namespace GlpCommerce.Web.Tests.Browser;

/// <summary>Somebody who has no mouse: goes from one thing to the next, and sees where they are.</summary>
internal static class Keys
{
    /// <summary>More steps than any page has things to go to.</summary>
    private const int Steps = 250;

    /// <summary>As long as a dialog that closes may hold the focus.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>What shows where one is: a ring around it, or around the field that it stands in.</summary>
    private const string IsRinged = """
        element => [element, element.closest('.mud-input-control'), element.closest('.mud-checkbox,.mud-radio')?.querySelector('.mud-icon-button')].some(part => {
          if (!part) return false;
          const style = getComputedStyle(part);
          const border = part.querySelector('.mud-input-outlined-border');
          return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 && style.opacity !== '0' || (border && parseFloat(getComputedStyle(border).borderTopWidth) >= 2);
        })
        """;

    /// <summary>Goes on with Tab, or back with Shift and Tab, until it stands on the thing.</summary>
    public static async Task TabToAsync(this IPage page, ILocator target, bool back = false)
    {
        await target.WaitForAsync();
        var end = DateTime.UtcNow + Patience;
        for (var step = 0; !await target.EvaluateAsync<bool>("element => element === document.activeElement"); step++)
        {
            Assert.True(step < Steps || DateTime.UtcNow < end, $"No Tab leads to {target}.");
            await page.Keyboard.PressAsync(back ? "Shift+Tab" : "Tab");
        }

        Assert.True(await target.EvaluateAsync<bool>(IsRinged), $"Nothing shows that the focus is on {target}.");
    }

    /// <summary>Goes to a button or a link, and presses it: that, also if a dialog that closes takes the focus back just then.</summary>
    public static async Task EnterAsync(this IPage page, ILocator target)
    {
        await page.TabToAsync(target);
        await target.PressAsync("Enter");
    }

    /// <summary>Goes to a field, and types over what stands there; again where a page that has just come took the focus meanwhile.</summary>
    public static async Task WriteAsync(this IPage page, ILocator field, string text)
    {
        for (var tries = 1; tries <= 3; tries++)
        {
            await page.TabToAsync(field);
            await field.PressAsync("Control+A");
            await page.Keyboard.TypeAsync(text);
            if (await field.InputValueAsync() == text)
            {
                return;
            }
        }

        await Assertions.Expect(field).ToHaveValueAsync(text);
    }

    /// <summary>Goes to a list, and types how the choice begins. After a pause a browser begins anew with what is typed, so a busy machine may need to type it again.</summary>
    public static async Task PickAsync(this IPage page, ILocator list, string text)
    {
        await page.TabToAsync(list);
        for (var tries = 1; ; tries++)
        {
            await page.Keyboard.TypeAsync(text);
            try
            {
                await Assertions.Expect(list.Locator("option:checked")).ToHaveTextAsync(text, new() { Timeout = 5_000 });
                return;
            }
            catch (PlaywrightException) when (tries < 6)
            {
                // What was typed counted as two words.
            }
        }
    }

    /// <summary>Goes to a box, and ticks it.</summary>
    public static async Task TickAsync(this IPage page, ILocator box)
    {
        await page.TabToAsync(box);
        await box.PressAsync("Space");
        await Assertions.Expect(box).ToBeCheckedAsync();
    }

    /// <summary>Goes to where files are chosen, and chooses some.</summary>
    public static async Task ChooseFilesAsync(this IPage page, ILocator field, params FilePayload[] files)
    {
        var chooser = await page.RunAndWaitForFileChooserAsync(() => page.EnterAsync(field));
        await chooser.SetFilesAsync(files);
    }

    /// <summary>After something was closed or done, the next Tab goes on from there, and not from the top of the page.</summary>
    public static async Task StandsInAsync(this IPage page, string selector) => await page.WaitForFunctionAsync(
        "selector => document.activeElement !== document.body && document.activeElement.closest(selector) !== null", selector);
}
