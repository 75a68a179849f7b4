using Bunit;
using GlpCommerce.Core.Claims;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Web.Admin.Products;
using GlpCommerce.Web.Tests.Support;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace GlpCommerce.Web.Tests.Admin.Products;

public sealed class PicturePanelTests : ShopComponentContext
{
    [Fact]
    public async Task Of_several_files_the_sound_one_is_added_and_the_others_stay_with_their_reasons()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var draft = await shop.DraftAsync();
        var panel = Panel(shop, draft);

        panel.FindComponent<InputFile>().UploadFiles(
            InputFileContent.CreateFromBinary(PictureFile.Jpeg(), "cups.jpg"), InputFileContent.CreateFromBinary("MZ and more"u8.ToArray(), "setup.jpg"),
            InputFileContent.CreateFromBinary(PictureFile.Jpeg(), "quiet.jpg"));
        Words(panel, "cups.jpg").Input("Six cups");
        Words(panel, "setup.jpg").Input("Six cups from behind");
        Button(panel, "Add the chosen pictures").Click();

        panel.WaitForAssertion(() => Assert.Equal("1 added. What stands beside the others says why they were not.", panel.Find("[role=status]").TextContent));
        Assert.Contains("no JPEG, PNG or WebP", Said(panel, "setup.jpg"), StringComparison.Ordinal);
        Assert.Contains("who cannot see it hears this", Said(panel, "quiet.jpg"), StringComparison.Ordinal);
        Assert.Equal("Six cups from behind", Words(panel, "setup.jpg").GetAttribute("value"));
        Assert.Equal("Six cups", Assert.Single(await shop.PicturesAsync(draft.Id)).Alt);
        Assert.Equal("Being prepared", panel.Find(".pictures .blank").TextContent);
        Words(panel, "quiet.jpg").Input("A quiet cup");
        Assert.DoesNotContain("who cannot see it hears this", Said(panel, "quiet.jpg"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_chosen_later_joins_what_was_chosen_before_up_to_the_limit()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var panel = Panel(shop, await shop.DraftAsync());

        panel.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromBinary(PictureFile.Jpeg(), "first.jpg"));
        panel.FindComponents<InputFile>()[^1].UploadFiles([.. Enumerable.Range(2, 9).Select(number => InputFileContent.CreateFromBinary(PictureFile.Jpeg(), $"{number}.jpg"))]);

        Assert.Equal(8, panel.FindAll(".pictures > li").Count);
        Assert.Contains("8 pictures at most", panel.Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_is_removed_only_after_it_was_asked_whether_it_shall_be()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var draft = await shop.DraftAsync();
        var panel = Panel(shop, await shop.AddPictureAsync(draft.Id));

        Button(panel, "Remove picture 1").Click();
        Button(panel, "Keep it").Click();
        Assert.Single(await shop.PicturesAsync(draft.Id));
        Button(panel, "Remove picture 1").Click();
        Button(panel, "Remove it").Click();

        panel.WaitForAssertion(() => Assert.Equal("Removed.", panel.Find("[role=status]").TextContent));
        Assert.Empty(await shop.PicturesAsync(draft.Id));
    }

    [Fact]
    public async Task What_a_picture_shows_is_marked_as_it_is_typed_and_stays_when_it_is_refused()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var product = await shop.PublishedAsync();
        var panel = Panel(shop, await shop.AddPictureAsync(product.Id));

        panel.Find(".pictures input").Input("A miracle cup");
        Assert.Equal("miracle", panel.Find(".pictures mark").TextContent);
        Button(panel, "Save what picture 1 shows").Click();

        panel.WaitForAssertion(() => Assert.Contains("miracle", panel.Find(".pictures .refusal").TextContent, StringComparison.Ordinal));
        Assert.Equal("A miracle cup", panel.Find(".pictures input").GetAttribute("value"));
    }

    [Fact]
    public async Task Of_two_who_write_what_a_picture_shows_the_slower_one_keeps_the_words_and_the_next_press_saves_them()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var product = await shop.AddPictureAsync((await shop.DraftAsync()).Id);
        var panel = Panel(shop, product);
        panel.Find(".pictures input").Input("Six cups on a table");
        var picture = Assert.Single(await shop.PicturesAsync(product.Id));
        var theirs = await shop.Get<PictureEditor>().DescribeAsync(Typed.Lee, product.Id, product.Version, picture.Id, "Cups from above");
        Assert.Empty(theirs.Problems);

        Button(panel, "Save what picture 1 shows").Click();
        panel.WaitForAssertion(() => Assert.Contains("“Cups from above”", panel.Find(".pictures .field").TextContent, StringComparison.Ordinal));
        Assert.StartsWith("Somebody else changed this product meanwhile.", panel.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal("Six cups on a table", panel.Find(".pictures input").GetAttribute("value"));
        Assert.DoesNotContain(JSInterop.Invocations, call => call.Identifier == "staff.sent");
        panel.Render(p => p.Add(c => c.Version, theirs.Value!.Version));
        Button(panel, "Save what picture 1 shows").Click();

        panel.WaitForAssertion(() => Assert.Equal("Saved what the picture shows.", panel.Find("[role=status]").TextContent));
        Assert.Equal("Six cups on a table", Assert.Single(await shop.PicturesAsync(product.Id)).Alt);
        panel.WaitForAssertion(() => Assert.Single(JSInterop.Invocations, call => call.Identifier == "staff.sent"));
        Assert.DoesNotContain("Cups from above", panel.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_appears_when_it_is_ready_and_one_that_was_given_up_says_so()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var product = await shop.PublishedAsync();
        var panel = Panel(shop, await shop.AddPictureAsync(product.Id));
        await shop.RunJobsAsync();
        await UntilAsync(shop, () => panel.FindAll(".pictures img").Count == 1);

        shop.Media.BeforeOpen = _ => throw new InvalidOperationException("A bug.");
        panel.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromBinary(PictureFile.Jpeg(), "cups.jpg"));
        Words(panel, "cups.jpg").Input("Six cups");
        Button(panel, "Add the chosen pictures").Click();
        panel.WaitForAssertion(() => Assert.Equal("Being prepared", panel.Find(".pictures .blank").TextContent));
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(50));

        await UntilAsync(shop, () => panel.FindAll(".pictures .refusal").Any(said => said.TextContent.Contains("has stopped trying", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_page_that_stays_open_looks_less_and_less_often()
    {
        var pauses = new List<double>();
        for (var pause = TimeSpan.FromSeconds(1); pauses.Count < 12; pause = PicturePanel.After(pause))
        {
            pauses.Add(pause.TotalSeconds);
        }

        Assert.Equal([1, 1.5, 2.25], pauses[..3]);
        Assert.Equal([30, 30], pauses[^2..]);
    }

    [Fact]
    public async Task A_file_that_breaks_off_on_its_way_says_so()
    {
        var chosen = new ChosenPicture(new BrokenFile());

        Assert.Null(await chosen.ReadAsync(() => { }, Xunit.TestContext.Current.CancellationToken));

        Assert.Equal(("This file did not arrive whole. Add it again; if it still does not, choose it anew.", null), (chosen.Refusal, chosen.Percent));
    }

    private IRenderedComponent<PicturePanel> Panel(TestShop shop, ProductVersion product)
    {
        Services.AddMudServices();
        Services.AddSingleton(shop.Get<StaffProducts>()).AddSingleton(shop.Get<PictureEditor>()).AddSingleton(SignedIn.As(Typed.Dana)).AddSingleton<TimeProvider>(shop.Clock);
        return Render<PicturePanel>(p => p.Add(c => c.ProductId, product.Id).Add(c => c.Version, product.Version)
            .Add(c => c.MarksOf, text => ClaimsGuard.Read(text, CopyKind.Product)));
    }

    /// <summary>Lets time pass until the panel shows it.</summary>
    private static Task<bool> UntilAsync(TestShop shop, Func<bool> isShown) => Poll.UntilAsync(
        () =>
        {
            shop.Clock.Advance(TimeSpan.FromSeconds(30));
            return Task.FromResult(isShown());
        },
        shown => shown, "the panel to show it");

    private static AngleSharp.Dom.IElement Words(IRenderedComponent<PicturePanel> panel, string file) =>
        panel.Find($"#{panel.FindAll("label").Single(label => label.TextContent == $"What {file} shows").GetAttribute("for")}");

    private static string Said(IRenderedComponent<PicturePanel> panel, string file) => panel.Find($"#{Words(panel, file).Id}-said").TextContent;

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<PicturePanel> panel, string name) => panel.FindAll("button").Single(button => button.TextContent.Trim() == name);

    private sealed class BrokenFile : IBrowserFile
    {
        public string Name => "cups.jpg";

        public DateTimeOffset LastModified => Some.Noon;

        public long Size => 100;

        public string ContentType => "image/jpeg";

        public Stream OpenReadStream(long maxAllowedSize = 512_000, CancellationToken cancellationToken = default) => new MemoryStream(new byte[60]);
    }
}
