using Bunit;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Admin.Editing;
using GlpCommerce.Web.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.JSInterop;

namespace GlpCommerce.Web.Tests.Admin.Editing;

/// <summary>Going from one thing to the next inside of a page while something is still under way.</summary>
public sealed class FormPageTests : ShopComponentContext
{
    [Fact]
    public async Task What_was_read_for_an_address_that_was_left_is_never_typed_over_another()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var slow = new TaskCompletionSource<string>();
        var page = Open(shop, name => name == "first" ? slow.Task : Task.FromResult("The second text."));

        page.Render(p => p.Add(n => n.Name, "second"));
        Assert.Equal("Nothing yet", page.Find("p").TextContent);
        slow.SetResult("The first text.");

        page.WaitForAssertion(() => Assert.Equal("The second text.", page.Find("p").TextContent));
        Assert.DoesNotContain("The first text.", page.Instance.Shown);
    }

    [Fact]
    public async Task What_comes_of_a_save_that_was_left_takes_nothing_from_what_is_open_now()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var slow = new TaskCompletionSource<Result<int>>();
        var page = Open(shop, name => Task.FromResult($"The {name} text."));
        page.Instance.Write = () => slow.Task;
        page.WaitForAssertion(() => Assert.Equal("The first text.", page.Find("p").TextContent));

        page.Find("button").Click();
        page.Render(p => p.Add(n => n.Name, "second"));
        page.WaitForAssertion(() => Assert.Equal("The second text.", page.Find("p").TextContent));
        slow.SetResult(2);

        page.WaitForAssertion(() => Assert.Equal(["note:first"], JSInterop.Invocations["staff.drop"].Select(call => call.Arguments[0])));
        Assert.Equal("The second text.", page.Find("p").TextContent);
    }

    [Fact]
    public async Task An_act_after_a_change_beside_the_fields_is_told_so_and_done_by_the_next_press()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var page = Open(shop, name => Task.FromResult($"The {name} text."));
        page.WaitForAssertion(() => Assert.Equal("The first text.", page.Find("p").TextContent));
        page.Instance.SavedVersion = 2;

        page.Find("#act").Click();
        page.WaitForAssertion(() => Assert.StartsWith("Somebody else changed something beside these fields", page.Find("#told").TextContent, StringComparison.Ordinal));
        page.Find("#act").Click();

        page.WaitForAssertion(() => Assert.Equal("Done.", page.Find("#told").TextContent));
    }

    private IRenderedComponent<NotePage> Open(TestShop shop, Func<string, Task<string>> read)
    {
        Services.AddScoped<KeptForms>().AddSingleton(SignedIn.As(Typed.Manager)).AddSingleton(shop.Get<FieldHistory>()).AddSingleton(shop.Get<AccountQueries>());
        JSInterop.Setup<IJSStreamReference>("staff.kept", _ => true).SetResult(new NothingKept());
        return Render<NotePage>(p => p.Add(n => n.Name, "first").Add(n => n.Read, read));
    }

    private sealed class NotePage : FormPage
    {
        [Parameter]
        public required string Name { get; set; }

        [Parameter]
        public required Func<string, Task<string>> Read { get; set; }

        public Func<Task<Result<int>>> Write { get; set; } = null!;

        public List<string> Shown { get; } = [];

        public int SavedVersion { get; set; } = 1;

        protected override string Subject => $"note:{Name}";

        protected override FormDesk DeskOf(FieldForm form) => new(form, [new FormField("text", "Text", FormRules.Line(40))]);

        protected override async Task<(FieldForm Form, int Version)?> ReadSavedAsync() => (new FieldForm { ["text"] = await Read(Name) }, SavedVersion);

        protected override Task ShownAsync()
        {
            Shown.Add(Desk!.Form["text"]);
            return Task.CompletedTask;
        }

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            builder.AddMarkupContent(0, $"<p>{Desk?.Form["text"] ?? "Nothing yet"}</p>");
            builder.OpenElement(1, "button");
            builder.AddAttribute(2, "onclick", EventCallback.Factory.Create(this, () => WorkAsync(_ => SaveAsync(Write, "Saved."))));
            builder.CloseElement();
            builder.OpenElement(3, "button");
            builder.AddAttribute(4, "id", "act");
            builder.AddAttribute(5, "onclick", EventCallback.Factory.Create(this, () => WorkAsync(_ => ActAsync(Write, ActAsync, "Done."))));
            builder.CloseElement();
            builder.AddMarkupContent(6, $"<i id=\"told\">{Said ?? (Desk?.General is [var told, ..] ? told : "")}</i>");
        }

        private Task<Result<int>> ActAsync() => Task.FromResult<Result<int>>(Version == SavedVersion ? Version : new Problem("note.changed", "Changed."));
    }
}
