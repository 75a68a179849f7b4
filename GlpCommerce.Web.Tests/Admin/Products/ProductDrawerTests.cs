using Bunit;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Admin.Editing;
using GlpCommerce.Web.Admin.Products;
using GlpCommerce.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.JSInterop;
using MudBlazor;
using MudBlazor.Services;

namespace GlpCommerce.Web.Tests.Admin.Products;

public sealed class ProductDrawerTests : ShopComponentContext
{
    [Theory]
    [InlineData("A miracle in a cup.", "What you typed is saved. The step after it was not done.", true)]
    [InlineData("A cup.", "Not saved. Everything you typed is still here.", false)]
    public async Task What_was_saved_is_told_and_read_anew_although_the_step_after_it_was_refused(string description, string said, bool isSaved)
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var draft = await shop.DraftAsync(("description", description), ("name", "Oat Cups"));
        var (dialogs, asked) = await OpenAsync(shop, draft.Id);

        dialogs.Find("#f-name").Input(isSaved ? "Barley Cups" : "");
        Button(dialogs, "Publish").Click();

        dialogs.WaitForAssertion(() => Assert.Equal(said, dialogs.Find("[role=alert] b").TextContent));
        Assert.Equal(isSaved ? "Barley Cups" : "Oat Cups", (await shop.ProductAsync(draft.Id)).Name);
        Button(dialogs, "Leave it").Click();
        Assert.Equal(isSaved, await asked);
    }

    [Fact]
    public async Task What_somebody_else_did_beside_the_form_is_in_nobodys_way()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var draft = await shop.DraftAsync();
        var (dialogs, asked) = await OpenAsync(shop, draft.Id);
        Assert.Empty((await shop.Get<ProductPublisher>().PublishAsync(Typed.Lee, draft.Id, draft.Version)).Problems);

        dialogs.Find("#f-name").Input("Barley Cups");
        dialogs.Find("form").Submit();

        Assert.True(await asked);
        Assert.Equal(("Barley Cups", true), await shop.ProductAsync(draft.Id) is var product ? (product.Name, product.IsPublished) : default);
    }

    private async Task<(IRenderedComponent<MudDialogProvider> Dialogs, Task<bool> Asked)> OpenAsync(TestShop shop, int id)
    {
        Services.AddMudServices().AddScoped<KeptForms>().AddSingleton(SignedIn.As(Typed.Dana))
            .AddSingleton(shop.Get<StaffProducts>()).AddSingleton(shop.Get<ProductEditor>()).AddSingleton(shop.Get<ProductPublisher>())
            .AddSingleton(shop.Get<ProductHistory>()).AddSingleton(shop.Get<FieldHistory>()).AddSingleton(shop.Get<AccountQueries>());
        JSInterop.Setup<IJSStreamReference>("staff.kept", _ => true).SetResult(new NothingKept());
        var dialogs = Render<MudDialogProvider>();
        var product = await shop.ProductAsync(id);
        var asked = Task.FromResult(false);
        await dialogs.InvokeAsync(() => { asked = ProductDrawer.AskAsync(Services.GetRequiredService<IDialogService>(), product); });
        dialogs.WaitForElement("#f-name");
        return (dialogs, asked);
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<MudDialogProvider> dialogs, string name) =>
        dialogs.FindAll("button").Single(button => button.TextContent.Trim() == name);
}
