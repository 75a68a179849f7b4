using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Merchandising;

public sealed class PublishingTests
{
    private const string Marked = "Add hot water. Clinically proven.";
    private const string Reason = "The maker's trial is in our file 12.";

    /// <summary>What a food may say of itself, a supplement may not.</summary>
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_product_on_the_shelf_that_becomes_a_supplement_is_read_as_one(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var sold = await shop.PublishedAsync(("kind", "Food"), ("description", "It supports your immune system."));
        var form = await shop.FormAsync(sold.Id);
        form["kind"] = "Supplement";

        var saved = await shop.Get<ProductEditor>().SaveAsync(Typed.Dana, sold.Id, sold.Version, form);

        Assert.Equal(("claims.marked", "description"), (saved.Problem!.Code, saved.Problem.Field));
    }

    /// <summary>Other words of the text are marked then, which nobody has approved.</summary>
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_approval_ends_when_the_product_becomes_one_of_another_kind(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var draft = await shop.DraftAsync(("kind", "Food"), ("description", "Clinically proven. It supports your immune system."));
        Assert.Empty((await shop.Get<ClaimApprover>().ApproveAsync(Typed.OtherManager, draft.Id, draft.Version, "description", "The maker's trial is in our file 12.")).Problems);
        var form = await shop.FormAsync(draft.Id);
        form["kind"] = "Supplement";
        var supplement = (await shop.Get<ProductEditor>().SaveAsync(Typed.Dana, draft.Id, draft.Version, form)).Value!;

        var published = await shop.Get<ProductPublisher>().PublishAsync(Typed.Dana, supplement.Id, supplement.Version);

        Assert.Contains(published.Problems, problem => (problem.Code, problem.Field) == ("claims.marked", "description"));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Marked_words_reach_no_shelf_in_any_way(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var draft = await shop.DraftAsync(("description", Marked));
        var sold = await shop.PublishedAsync(("name", "Barley Cups"));
        var form = await shop.FormAsync(sold.Id);
        form["description"] = Marked;

        var published = await shop.Get<ProductPublisher>().PublishAsync(Typed.Dana, draft.Id, draft.Version);
        var scheduled = await shop.Get<ProductPublisher>().ScheduleAsync(Typed.Dana, draft.Id, draft.Version, shop.Now.AddDays(1));
        var saved = await shop.Get<ProductEditor>().SaveAsync(Typed.Dana, sold.Id, sold.Version, form);

        Assert.All([published, scheduled, saved], result => Assert.Equal(("claims.marked", "description"), (result.Problem!.Code, result.Problem.Field)));
        Assert.Equal((ProductState.Draft, draft.Version), ((await shop.ProductAsync(draft.Id)).StateOf(), (await shop.ProductAsync(draft.Id)).Version));
        Assert.Equal("Add hot water and wait.", (await shop.ProductAsync(sold.Id)).Description);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_a_manager_has_approved_is_published_until_the_text_changes(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (approver, publisher, editor) = (shop.Get<ClaimApprover>(), shop.Get<ProductPublisher>(), shop.Get<ProductEditor>());
        var draft = await shop.DraftAsync(("description", Marked));

        Assert.Empty((await approver.ApproveAsync(Typed.Manager, draft.Id, draft.Version, "description", Reason)).Problems);
        Assert.Equal(["description"], await shop.Get<StaffProducts>().ApprovedAsync(await shop.ProductAsync(draft.Id)));
        var published = (await publisher.PublishAsync(Typed.Dana, draft.Id, draft.Version)).Value!;
        var hidden = (await publisher.UnpublishAsync(Typed.Dana, draft.Id, published.Version)).Value!;
        var (other, back) = (await shop.FormAsync(draft.Id), await shop.FormAsync(draft.Id));
        other["description"] = Marked + " Truly.";
        var changed = (await editor.SaveAsync(Typed.Dana, draft.Id, hidden.Version, other)).Value!;
        var changedBack = (await editor.SaveAsync(Typed.Dana, draft.Id, changed.Version, back)).Value!;

        Assert.Equal("claims.marked", (await publisher.PublishAsync(Typed.Dana, draft.Id, changedBack.Version)).Problem!.Code);
        Assert.Empty(await shop.Get<StaffProducts>().ApprovedAsync(await shop.ProductAsync(draft.Id)));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Nobody_approves_words_of_their_own(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync();
        var draft = (await shop.Get<ProductEditor>().CreateAsync(Typed.Manager, Typed.Product(("description", Marked)))).Value!;
        var approver = shop.Get<ClaimApprover>();

        Assert.Equal("claims.own_text", (await approver.ApproveAsync(Typed.Manager, draft.Id, draft.Version, "description", Reason)).Problem!.Code);
        Assert.Equal("staff.not_allowed", (await approver.ApproveAsync(Typed.Lee, draft.Id, draft.Version, "description", Reason)).Problem!.Code);
        Assert.Equal("claims.reason_missing", (await approver.ApproveAsync(Typed.Manager, draft.Id, draft.Version, "description", " ")).Problem!.Code);
        Assert.Equal("claims.not_marked", (await approver.ApproveAsync(Typed.Manager, draft.Id, draft.Version, "name", Reason)).Problem!.Code);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_archived_product_is_sold_nowhere(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = await shop.PublishedAsync();
        Assert.Empty((await shop.Get<StockEditor>().AdjustAsync(new AdjustStock("in", product.Id, 5, "Delivery", IsDelivery: true), Actor.Shop)).Problems);
        var cart = await shop.CartAsync((await shop.ProductAsync(product.Id), 1));

        var archived = (await shop.Get<ProductPublisher>().ArchiveAsync(Typed.Dana, product.Id, product.Version)).Value!;
        shop.Clock.Advance(TimeSpan.FromSeconds(2));

        var catalog = shop.Get<CatalogQueries>();
        Assert.Null(await catalog.BySlugAsync(product.Slug));
        Assert.Null(await catalog.CardBySlugAsync(product.Slug));
        Assert.Empty((await catalog.BrowseAsync(new ShopFilter { Text = "oat" })).Products);
        Assert.NotNull((await shop.Get<CartEditor>().AddAsync("another-session-of-somebody", product.Id, 1)).Problem);
        Assert.NotNull((await shop.PlaceAsync(cart)).Problem);
        Assert.Equal("product.archived", (await shop.Get<ProductPublisher>().PublishAsync(Typed.Dana, product.Id, archived.Version)).Problem!.Code);
        Assert.Equal(ProductState.Draft, (await RestoredAsync(shop, archived)).StateOf());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_job_publishes_at_the_hour_that_was_set_and_once(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var draft = await shop.DraftAsync();
        Assert.Empty((await shop.Get<ProductPublisher>().ScheduleAsync(Typed.Dana, draft.Id, draft.Version, shop.Now.AddHours(2))).Problems);

        await shop.RunJobsAsync();
        Assert.Equal(ProductState.Scheduled, (await shop.ProductAsync(draft.Id)).StateOf());
        shop.Clock.Advance(TimeSpan.FromHours(2));
        await shop.RunJobsAsync();
        await RunAgainAsync(shop, draft.Id);

        Assert.Equal(ProductState.Published, (await shop.ProductAsync(draft.Id)).StateOf());
        var states = (await shop.Get<ProductHistory>().SinceAsync(draft.Id, draft.Version)).Where(c => c.Field == ProductStates.Field).ToList();
        Assert.Equal([("Draft", "Scheduled 2026-01-05 14:00 UTC", 7L), ("Scheduled 2026-01-05 14:00 UTC", "Published", 0L)], states.Select(c => (c.Before, c.After, c.AccountId)));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_hour_that_was_given_up_or_moved_publishes_nothing(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var publisher = shop.Get<ProductPublisher>();
        var (dropped, moved) = (await shop.DraftAsync(), await shop.DraftAsync(("name", "Moved")));
        var (first, second) = (await publisher.ScheduleAsync(Typed.Dana, dropped.Id, dropped.Version, shop.Now.AddHours(1)), await publisher.ScheduleAsync(Typed.Dana, moved.Id, moved.Version, shop.Now.AddHours(1)));
        Assert.Empty((await publisher.UnpublishAsync(Typed.Dana, dropped.Id, first.Value!.Version)).Problems);
        Assert.Empty((await publisher.ScheduleAsync(Typed.Dana, moved.Id, second.Value!.Version, shop.Now.AddHours(3))).Problems);

        shop.Clock.Advance(TimeSpan.FromHours(1));
        await shop.RunJobsAsync();

        Assert.Equal((ProductState.Draft, ProductState.Scheduled), ((await shop.ProductAsync(dropped.Id)).StateOf(), (await shop.ProductAsync(moved.Id)).StateOf()));
        Assert.Equal("product.schedule_past", (await publisher.ScheduleAsync(Typed.Dana, dropped.Id, 3, shop.Now)).Problem!.Code);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_hour_that_comes_for_marked_words_leaves_a_draft_and_tells_so(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var draft = await shop.DraftAsync(("description", Marked));
        await using (var db = shop.Db())
        {
            // As if the guard had learned these words after the hour was set.
            await db.Products.Where(p => p.Id == draft.Id).ExecuteUpdateAsync(set => set.SetProperty(p => p.PublishAt, shop.Now));
        }

        await RunAgainAsync(shop, draft.Id);

        Assert.Equal(ProductState.Draft, (await shop.ProductAsync(draft.Id)).StateOf());
        await using var read = shop.Db();
        Assert.Equal("product.not_published", (await read.AuditEntries.OrderByDescending(e => e.Id).FirstAsync()).Action);
    }

    private static async Task<Product> RestoredAsync(TestShop shop, ProductVersion archived)
    {
        Assert.Empty((await shop.Get<ProductPublisher>().RestoreAsync(Typed.Dana, archived.Id, archived.Version)).Problems);
        return await shop.ProductAsync(archived.Id);
    }

    private static async Task RunAgainAsync(TestShop shop, int productId)
    {
        await shop.Databases.InTransactionAsync(async db =>
        {
            shop.Get<JobQueue>().Add(db, new PublishProduct(productId));
            return await db.SaveChangesAsync();
        });
        Assert.Equal(1, await shop.RunJobsAsync());
    }
}
