using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Merchandising;

public sealed class ProductEditorTests
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_sku_that_another_product_has_in_other_letters_is_taken_and_may_be_written_anew_by_its_own(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var draft = await shop.DraftAsync(("sku", "Cup-1"));
        var editor = shop.Get<ProductEditor>();

        Assert.Equal(["product.sku_taken"], (await editor.CreateAsync(Typed.Lee, Typed.Product(("sku", "CUP-1")))).Problems.Select(problem => problem.Code));
        var form = await shop.FormAsync(draft.Id);
        form["sku"] = "CUP-1";
        Assert.Empty((await editor.SaveAsync(Typed.Lee, draft.Id, draft.Version, form)).Problems);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_new_product_is_a_draft_with_nothing_in_stock(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);

        var draft = await shop.DraftAsync(("name", "Crème Brûlée Cup"), ("stages", "active\nstarting"));

        var product = await shop.ProductAsync(draft.Id);
        Assert.Equal(("creme-brulee-cup", false, 0), (product.Slug, product.IsPublished, product.Stock.OnHand));
        Assert.Equal([JourneyStage.Active, JourneyStage.Starting], product.Stages.OrderBy(s => s.Position).Select(s => s.Stage));
        Assert.Null(await shop.Get<CatalogQueries>().BySlugAsync(product.Slug));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Every_field_reads_as_it_was_saved(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var beside = await shop.DraftAsync(("name", "Spoon"));
        var sku = (await shop.ProductAsync(beside.Id)).Sku;
        var form = Typed.Product(
            ("slug", "oat-cups-two"), ("claim", "Fiber helps maintain regularity."), ("needs", "fiber\nprotein"), ("diets", "vegetarian"), ("allergens", "milk\ntree nuts (almonds)"),
            ("cautions", "Contains milk."), ("potassium", "150.5"), ("magnesium", "30"), ("other", "Zinc: 2 mg"), ("line2", "Six"), ("number", "12"), ("unit", "g"),
            ("what", "protein"), ("related", sku), ("suggested", "no"));

        var created = await shop.Get<ProductEditor>().CreateAsync(Typed.Dana, form);

        Assert.Empty(created.Problems);
        Assert.Empty((await shop.FormAsync(created.Value!.Id)).DifferingFrom(form));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_saved_field_is_in_the_shop_and_its_search_at_once(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = await shop.PublishedAsync();
        var form = await shop.FormAsync(product.Id);
        (form["name"], form["price"], form["stages"]) = ("Barley Cups", "$25", "maintenance\nactive");

        Assert.Empty((await shop.Get<ProductEditor>().SaveAsync(Typed.Lee, product.Id, product.Version, form)).Problems);

        shop.Clock.Advance(TimeSpan.FromSeconds(2));
        var found = await shop.Get<CatalogQueries>().BrowseAsync(new ShopFilter { Text = "barley", Stage = JourneyStage.Maintenance });
        Assert.Equal(("Barley Cups", new Money(2500)), found.Products.Select(p => (p.Name, p.Price)).Single());
        Assert.Equal(0, (await shop.Get<CatalogQueries>().BrowseAsync(new ShopFilter { Text = "oat cups" })).Products.Count(p => p.Name != "Barley Cups"));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Who_changed_which_field_is_kept_with_what_stood_there_before(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var draft = await shop.DraftAsync();
        var form = await shop.FormAsync(draft.Id);
        form["price"] = "30";

        var saved = (await shop.Get<ProductEditor>().SaveAsync(Typed.Lee, draft.Id, draft.Version, form)).Value!;
        var again = (await shop.Get<ProductEditor>().SaveAsync(Typed.Lee, draft.Id, saved.Version, form)).Value!;

        var change = (await shop.Get<ProductHistory>().SinceAsync(draft.Id, draft.Version)).Single();
        Assert.Equal(("price", "24.50", "30.00", Typed.Lee.AccountId, saved.Version), (change.Field, change.Before, change.After, change.AccountId, change.Version));
        Assert.Equal(saved, again);
        await using var db = shop.Db();
        Assert.Equal(["product.created", "product.saved"], await db.AuditEntries.OrderBy(e => e.Id).Select(e => e.Action).ToListAsync());
        Assert.Equal("price", (await db.AuditEntries.SingleAsync(e => e.Action == "product.saved")).Note);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Of_two_editors_the_slower_one_is_told_and_nothing_is_overwritten(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var draft = await shop.DraftAsync();
        var (first, second) = (await shop.FormAsync(draft.Id), await shop.FormAsync(draft.Id));
        (first["price"], second["name"]) = ("30", "Rye Cups");

        var results = await Task.WhenAll(
            shop.Get<ProductEditor>().SaveAsync(Typed.Dana, draft.Id, draft.Version, first), shop.Get<ProductEditor>().SaveAsync(Typed.Lee, draft.Id, draft.Version, second));

        Assert.Equal("product.changed", results.Single(r => !r.Succeeded).Problem!.Code);
        var change = (await shop.Get<ProductHistory>().SinceAsync(draft.Id, draft.Version)).Single();
        Assert.Equal(results[0].Succeeded ? "price" : "name", change.Field);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_a_product_names_is_asked_for_when_that_changes_and_not_when_its_price_does(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.DraftAsync(("sku", "BESIDE"), ("slug", "beside"));
        var draft = await shop.DraftAsync(("sku", "TYPED"), ("slug", "typed"), ("related", "BESIDE"));
        await using (var db = shop.Db())
        {
            // Since then its neighbour has got another SKU, and its article is no longer there.
            await db.Products.Where(p => p.Sku == "BESIDE").ExecuteUpdateAsync(set => set.SetProperty(p => p.Sku, "BESIDE-2"));
            await db.Products.Where(p => p.Id == draft.Id).ExecuteUpdateAsync(set => set.SetProperty(p => p.ArticleSlug, "gone"));
        }

        var (editor, form) = (shop.Get<ProductEditor>(), await shop.FormAsync(draft.Id));
        form["price"] = "30";
        var saved = await editor.SaveAsync(Typed.Dana, draft.Id, draft.Version, form);
        (form["related"], form["article"]) = ("BESIDE-2\nBESIDE", "also-gone");
        var refused = await editor.SaveAsync(Typed.Dana, draft.Id, saved.Value!.Version, form);
        (form["related"], form["article"]) = ("BESIDE-2\nTYPED", "");
        var itself = await editor.SaveAsync(Typed.Dana, draft.Id, saved.Value.Version, form);

        Assert.Equal(("30.00", "BESIDE"), ((await shop.FormAsync(draft.Id))["price"], (await shop.FormAsync(draft.Id))["related"]));
        Assert.Equal(
            [("related", "There is no other product with the SKU BESIDE."), ("article", "There is no product article at this address.")],
            refused.Problems.Select(problem => (problem.Field!, problem.Message)));
        Assert.Equal(["There is no other product with the SKU TYPED."], itself.Problems.Select(problem => problem.Message));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task All_that_stands_in_the_way_is_told_in_the_first_answer(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var taken = await shop.ProductAsync((await shop.DraftAsync()).Id);
        var sold = await shop.PublishedAsync(("name", "Barley Cups"));
        var form = Typed.Product(
            ("sku", taken.Sku), ("slug", taken.Slug), ("price", "a lot"), ("kcal", "30"), ("diets", "vegan"), ("allergens", "milk"), ("related", "NOBODY"), ("article", "nowhere"),
            ("description", "It cures diabetes."));

        var made = await shop.Get<ProductEditor>().CreateAsync(Typed.Dana, form);
        var saved = await shop.Get<ProductEditor>().SaveAsync(Typed.Dana, sold.Id, sold.Version, form);

        Assert.Equal(["price", "kcal", "diets", "sku", "slug", "related", "article"], made.Problems.Select(problem => problem.Field));
        Assert.Equal(["price", "kcal", "diets", "sku", "slug", "related", "article", "description"], saved.Problems.Select(problem => problem.Field));
        Assert.Equal(sold.Version, (await shop.ProductAsync(sold.Id)).Version);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_is_to_be_published_hears_of_its_claims_together_with_the_rest(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var draft = await shop.DraftAsync();
        var (editor, form) = (shop.Get<ProductEditor>(), await shop.FormAsync(draft.Id));
        (form["price"], form["summary"]) = ("0", "It cures diabetes.");

        var saving = await editor.SaveAsync(Typed.Dana, draft.Id, draft.Version, form);
        var publishing = await editor.SaveAsync(Typed.Dana, draft.Id, draft.Version, form, isToGoOut: true);
        form["price"] = "10";
        var alone = await editor.SaveAsync(Typed.Dana, draft.Id, draft.Version, form, isToGoOut: true);

        Assert.Equal(["price"], saving.Problems.Select(problem => problem.Field));
        Assert.Equal(["price", "summary"], publishing.Problems.Select(problem => problem.Field));
        Assert.Empty(alone.Problems);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Who_is_late_hears_that_first_and_of_their_own_mistakes_with_it(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var draft = await shop.DraftAsync();
        var form = await shop.FormAsync(draft.Id);
        form["price"] = "30";
        Assert.Empty((await shop.Get<ProductEditor>().SaveAsync(Typed.Lee, draft.Id, draft.Version, form)).Problems);
        form["price"] = "a lot";

        var late = await shop.Get<ProductEditor>().SaveAsync(Typed.Dana, draft.Id, draft.Version, form);

        Assert.Equal([("product.changed", null), ("product.invalid", "price")], late.Problems.Select(problem => (problem.Code, problem.Field)));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_SKU_or_an_address_that_is_taken_is_refused_beside_its_field(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var taken = await shop.ProductAsync((await shop.DraftAsync()).Id);

        var refused = await shop.Get<ProductEditor>().CreateAsync(Typed.Dana, Typed.Product(("sku", taken.Sku), ("slug", taken.Slug)));
        var racing = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => shop.Get<ProductEditor>().CreateAsync(Typed.Dana, Typed.Product(("sku", "RACE-1"), ("slug", "race")))));

        Assert.Equal([("product.sku_taken", "sku"), ("product.slug_taken", "slug")], refused.Problems.Select(p => (p.Code, p.Field)));
        Assert.Single(racing, result => result.Succeeded);
        Assert.All(racing.Where(result => !result.Succeeded), result => Assert.True(result.Problem!.Code is "product.sku_taken" or "product.slug_taken"));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_was_on_the_shelf_once_keeps_its_SKU_and_its_address(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = await shop.PublishedAsync();
        var draft = (await shop.Get<ProductPublisher>().UnpublishAsync(Typed.Dana, product.Id, product.Version)).Value!;
        var form = await shop.FormAsync(product.Id);
        (form["sku"], form["slug"]) = ("NEW-1", "new-address");

        var refused = await shop.Get<ProductEditor>().SaveAsync(Typed.Dana, product.Id, draft.Version, form);

        Assert.Equal(["product.sku_fixed", "product.slug_fixed"], refused.Problems.Select(p => p.Code));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_name_of_a_copy_is_never_cut_within_a_character(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = await shop.PublishedAsync(("name", new string('x', 151) + "😀"));

        var copy = (await shop.Get<ProductEditor>().DuplicateAsync(Typed.Dana, product.Id)).Value!;

        Assert.Equal($"Copy of {new string('x', 151)}", (await shop.ProductAsync(copy.Id)).Name);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_copy_is_a_draft_with_a_name_a_SKU_and_an_address_of_its_own(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = await shop.PublishedAsync(("sku", "OAT-1"));

        var copies = new[]
        {
            (await shop.Get<ProductEditor>().DuplicateAsync(Typed.Dana, product.Id)).Value!, (await shop.Get<ProductEditor>().DuplicateAsync(Typed.Dana, product.Id)).Value!,
        };

        var (first, second) = (await shop.ProductAsync(copies[0].Id), await shop.ProductAsync(copies[1].Id));
        Assert.Equal(("Copy of Oat Cups", "OAT-1-COPY", "copy-of-oat-cups", ProductState.Draft), (first.Name, first.Sku, first.Slug, first.StateOf()));
        Assert.Equal(("OAT-1-COPY2", "copy-of-oat-cups-2"), (second.Sku, second.Slug));
        Assert.Equal(["name", "sku", "slug"], ProductForm.Of(first).DifferingFrom(await shop.FormAsync(product.Id)));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Whatever_is_typed_into_any_field_is_kept_whole_or_refused_beside_it(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var draft = await shop.DraftAsync();
        var (editor, version) = (shop.Get<ProductEditor>(), draft.Version);

        foreach (var field in ProductFields.All)
        {
            foreach (var nonsense in Some.Nonsense)
            {
                var form = await shop.FormAsync(draft.Id);
                form[field.Name] = nonsense;
                var saved = await editor.SaveAsync(Typed.Dana, draft.Id, version, form);
                version = saved.Value?.Version ?? version;
                Assert.All(saved.Problems, problem => Assert.Equal(field.Name, problem.Field));
            }
        }

        Assert.True(ProductCheck.Run(await shop.FormAsync(draft.Id)).Succeeded);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_customer_changes_nothing(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (draft, customer) = (await shop.DraftAsync(), new Actor(1, Roles.Customer));
        var (editor, publisher) = (shop.Get<ProductEditor>(), shop.Get<ProductPublisher>());

        Result<ProductVersion>[] refused =
        [
            await editor.CreateAsync(customer, Typed.Product()), await editor.SaveAsync(customer, draft.Id, draft.Version, Typed.Product()),
            await editor.DuplicateAsync(customer, draft.Id), await publisher.PublishAsync(customer, draft.Id, draft.Version),
            await publisher.ArchiveAsync(customer, draft.Id, draft.Version), await publisher.ScheduleAsync(customer, draft.Id, draft.Version, shop.Now.AddDays(1)),
            await shop.Get<ClaimApprover>().ApproveAsync(Typed.Dana, draft.Id, draft.Version, "name", "A reason that is long enough."),
        ];

        Assert.All(refused, result => Assert.Equal("staff.not_allowed", result.Problem!.Code));
        Assert.Equal(draft.Version, (await shop.ProductAsync(draft.Id)).Version);
    }
}
