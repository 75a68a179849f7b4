using GlpCommerce.Web.Tests.Support;
using Microsoft.Playwright;

namespace GlpCommerce.Web.Tests.Browser;

/// <summary>Codes and what waits, in a real browser and by keyboard alone.</summary>
[Collection(BrowserTests.Name)]
public sealed class StaffCodesTests(Chromium chromium)
{
    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public Task A_code_is_made_by_keyboard_and_switched_off_again(int width) => chromium.JourneyAsync(
        async page =>
        {
            var code = $"SPRING-{width}";
            await page.SignInAsStaffAsync("/admin/codes");
            await page.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = "New code" }));
            await page.StandsInAsync("[role=dialog]");
            await page.WriteAsync(page.GetByLabel("Code", new() { Exact = true }), code);
            await page.WriteAsync(page.GetByLabel("How much"), "a tenth");
            await page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(page.GetByText("Write a number, such as 12.50.")).ToBeVisibleAsync();
            await page.WriteAsync(page.GetByLabel("How much"), "10");
            await page.Keyboard.PressAsync("Enter");
            var row = page.Locator("table.rows tr", new() { HasText = code });
            await Assertions.Expect(row).ToContainTextAsync("10 %");

            await page.EnterAsync(row.GetByRole(AriaRole.Button));
            await page.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = "Yes, switch it off" }));

            await Assertions.Expect(row).ToContainTextAsync("switched off");
        },
        width: width);

    [Fact]
    public Task What_waits_leads_to_its_list() => chromium.JourneyAsync(async page =>
    {
        await page.SignInAsStaffAsync("/admin");

        await page.Locator("#main").GetByRole(AriaRole.Link, new() { NameRegex = new("Orders to pack") }).ClickAsync();

        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("Orders");
    });
}
