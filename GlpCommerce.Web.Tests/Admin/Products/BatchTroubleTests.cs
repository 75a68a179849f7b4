using System.Security.Claims;
using Bunit;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.BulkEdits;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Media;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Admin;
using GlpCommerce.Web.Admin.Batches;
using GlpCommerce.Web.Tests.BulkEdits;
using GlpCommerce.Web.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace GlpCommerce.Web.Tests.Admin.Products;

/// <summary>What staff read and can do when a batch, or its file, has come to nothing.</summary>
public sealed class BatchTroubleTests : ShopComponentContext
{
    [Theory]
    [InlineData("INSERT INTO \"ProductBatchRows\"", BatchState.New, "Something went wrong each time this was being checked", "Check again", BatchState.Planning)]
    [InlineData("UPDATE \"Products\"", BatchState.Planned, "Something went wrong each time this was being written", "Change 1", BatchState.Applying)]
    public async Task A_batch_whose_job_was_given_up_says_what_happened_and_is_tried_again_there(string words, BatchState state, string said, string button, BatchState after)
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var draft = await shop.DraftAsync();
        var id = (await shop.Get<BatchEditor>().ChangeAsync(Typed.Lee, new EditOrder([draft.Id], null, new BulkChange(BulkAct.SetPrice, "31")), "A change")).Value;
        if (state == BatchState.Planned)
        {
            var planned = await shop.SettledAsync(id);
            Assert.Empty((await shop.Get<BatchEditor>().ApplyAsync(Typed.Lee, id, planned.Round, leaveOutWrong: false)).Problems);
        }

        shop.Sql.Before = statement => statement.Contains(words, StringComparison.Ordinal) ? throw new InvalidOperationException("A bug.") : Task.CompletedTask;
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(2));
        shop.Sql.Before = _ => Task.CompletedTask;
        Assert.Equal(state, (await shop.Get<BatchQueries>().FindAsync(id))!.State);

        var page = Open<BatchPage>(shop, p => p.Add(b => b.Id, id));
        page.WaitForAssertion(() => Assert.Contains(said, page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        await page.FindAll("button").Single(b => b.TextContent.Trim() == button).ClickAsync();

        await Poll.UntilAsync(() => shop.Get<BatchQueries>().FindAsync(id), batch => batch!.State == after && batch.Trouble is null, "the batch to be begun again");
        await DisposeComponentsAsync();
    }

    [Fact]
    public async Task While_files_cannot_be_kept_the_page_says_so_and_the_file_that_was_chosen_is_taken_later()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        shop.Media.BeforePut = _ => throw new MediaTroubleException("The bucket does not answer.");
        var page = Open<ImportPage>(shop);
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText("sku,price\nOLD-1,30", "prices.csv"));

        await page.Find("form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Equal(BatchProblems.NotKept.Message, page.Find("[role=alert]").TextContent));

        shop.Media.BeforePut = _ => Task.CompletedTask;
        await page.Find("form").SubmitAsync();
        var taken = await Poll.UntilAsync(() => shop.Get<BatchQueries>().ListAsync(null, 10), batches => batches.Count == 1, "the file to be taken");
        page.WaitForAssertion(() => Assert.EndsWith(BatchLinks.Of(taken.Single().Id), Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal));
    }

    private IRenderedComponent<T> Open<T>(TestShop shop, Action<ComponentParameterCollectionBuilder<T>>? with = null)
        where T : IComponent
    {
        Services.AddMudServices();
        Services.AddFallbackServiceProvider(shop.Services);
        Services.AddSingleton<AuthenticationStateProvider>(new Signed());
        Services.AddScoped<StaffSession>().AddSingleton(shop.Get<SessionEditor>());
        return Render(with ?? (_ => { }));
    }

    private sealed class Signed : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(new ClaimsPrincipal(
            new ClaimsIdentity([new Claim(AccessClaims.Account, "7"), new Claim(AccessClaims.Role, Roles.Staff)], "test", AccessClaims.Account, AccessClaims.Role))));
    }
}
