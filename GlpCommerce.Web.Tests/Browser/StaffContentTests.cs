using GlpCommerce.Core.Content;
using GlpCommerce.Web.Tests.Support;
using Microsoft.Playwright;

namespace GlpCommerce.Web.Tests.Browser;

/// <summary>Guides and policy pages, in a real browser and by keyboard alone.</summary>
[Collection(BrowserTests.Name)]
public sealed class StaffContentTests(Chromium chromium)
{
    [Theory]
    [InlineData(390)]
    [InlineData(1280)]
    public Task A_guide_is_written_with_a_preview_published_and_read_in_the_shop(int width) => chromium.JourneyAsync(
        async page =>
        {
            var title = $"Water at {width}";
            await page.SignInAsStaffAsync("/admin/guides");
            await page.GetByRole(AriaRole.Link, new() { Name = "New guide" }).PressAsync("Enter");
            await page.GetByLabel("Title", new() { Exact = true }).PressSequentiallyAsync(title);
            await page.GetByLabel("Summary").FillAsync("Small sips count.");
            await page.GetByLabel("Text", new() { Exact = true }).FillAsync("## How\n\nKeep a **bottle** near. It cures thirst.");
            await Assertions.Expect(page.Locator("aside strong")).ToHaveTextAsync("bottle");
            await Assertions.Expect(page.Locator("#f-body-said mark")).ToHaveTextAsync("cures");
            await page.GetByLabel("Starting").PressAsync("Space");
            await page.GetByRole(AriaRole.Button, new() { Name = "Create draft" }).PressAsync("Enter");
            await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync(title);

            await page.GetByRole(AriaRole.Button, new() { Name = "Publish", Exact = true }).PressAsync("Enter");
            var alert = page.GetByRole(AriaRole.Alert);
            await Assertions.Expect(alert).ToContainTextAsync("cures");
            await Assertions.Expect(alert).ToContainTextAsync("What is published names its sources.");
            await Assertions.Expect(alert).ToContainTextAsync("Say until when somebody is to look");
            await page.GetByLabel("Text", new() { Exact = true }).FillAsync("## How\n\nKeep a **bottle** near.");
            await page.GetByLabel("Sources").FillAsync("CDC, About water https://www.cdc.gov/water/");
            await page.GetByLabel("To be reviewed by").FillAsync("2100-01-31");
            await page.GetByRole(AriaRole.Button, new() { Name = "Publish", Exact = true }).PressAsync("Enter");
            await Assertions.Expect(page.GetByText("Published: shoppers read it now.")).ToBeVisibleAsync();
            Assert.Equal(0, await page.TooWideAsync());

            await page.GotoAsync("/learn");
            await page.GetByRole(AriaRole.Link, new() { Name = title }).ClickAsync();

            await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync(title);
            await Assertions.Expect(page.Locator(".read strong")).ToHaveTextAsync("bottle");
            await Assertions.Expect(page.Locator(".src li")).ToHaveTextAsync("CDC, About water https://www.cdc.gov/water/");
        },
        width: width);

    /// <summary>Letters of three bytes each: more than one message of a circuit holds unless the shop says so.</summary>
    [Fact]
    public Task The_longest_text_comes_through_the_circuit_and_is_saved() => chromium.JourneyAsync(async page =>
    {
        await page.SignInAsStaffAsync("/admin/guides/new?kind=product");
        await page.GetByLabel("Title", new() { Exact = true }).FillAsync("As long as it may be");
        await page.GetByLabel("Summary").FillAsync("Long.");
        await page.GetByLabel("Text", new() { Exact = true }).FillAsync(new string('語', ArticleForm.LongestBody));

        await page.GetByRole(AriaRole.Button, new() { Name = "Create draft" }).ClickAsync();

        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("As long as it may be");
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByLabel("Text", new() { Exact = true })).ToHaveValueAsync(new string('語', ArticleForm.LongestBody));
    });

    [Fact]
    public Task Of_two_who_write_a_policy_page_the_slower_one_chooses_and_a_draft_is_offered_back() => chromium.JourneyAsync(async page =>
    {
        await page.SignInAsStaffAsync("/admin/policies");
        await page.Locator("#main").GetByRole(AriaRole.Link, new() { Name = "Accessibility" }).ClickAsync();
        await page.GetByLabel("Summary").FillAsync("My own summary.");
        await page.ReloadAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Bring it back" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Summary")).ToHaveValueAsync("My own summary.");
        var other = await page.Context.NewPageAsync();
        await other.GotoAsync("/admin/policies/accessibility");
        await other.GetByLabel("Summary").FillAsync("The other summary.");
        await other.GetByLabel("Text", new() { Exact = true }).FillAsync("Costs {{shipping.flat}}.");
        await Assertions.Expect(other.Locator("aside .read")).ToContainTextAsync("Costs $");
        await other.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Assertions.Expect(other.GetByText("Saved.", new() { Exact = true })).ToBeVisibleAsync();
        await other.CloseAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Somebody else changed this meanwhile" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = "My own summary." }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on with these" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("Saved.", new() { Exact = true })).ToBeVisibleAsync();

        await page.GotoAsync("/pages/accessibility");
        await Assertions.Expect(page.Locator(".lead")).ToHaveTextAsync("My own summary.");
        await Assertions.Expect(page.Locator(".read")).ToContainTextAsync("Costs $");
    });
}
