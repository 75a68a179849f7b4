using GlpCommerce.Core.BulkEdits;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static GlpCommerce.Web.Tests.BulkEdits.Batches;

namespace GlpCommerce.Web.Tests.BulkEdits;

public sealed class ImportTests
{
    private const string Whole = "sku|name|category|kind|price|weight|summary|description|stages";

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_file_is_looked_at_first_and_then_done_as_a_whole(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var shown = await shop.PublishedAsync(("sku", "OLD-1"));
        await shop.DraftAsync(("sku", "OLD-2"), ("slug", "old-two"));
        var csv = Csv(
            Whole, "OLD-1|Oat Cups|meal-prep|Food|19.90|600|Six small cups of oats.|Add hot water and wait.|maintenance", "NEW-1|Barley Bowl|meal-prep|Food|$12|300|One bowl.|Warm it.|\"active, starting\"",
            "OLD-2|Oat Cups|meal-prep|Food|24.5|600|Six small cups of oats.|Add hot water and wait.|\"starting,active\"", "NEW-2|Rye Bowl|meal-prep|Food|cheap|300|One bowl.|Warm it.|active");

        var planned = await shop.PlannedAsync(csv);
        var before = await shop.ProductAsync(shown.Id);
        var refused = await shop.Get<BatchEditor>().ApplyAsync(Typed.Lee, planned.Id, planned.Round, leaveOutWrong: false);
        var applied = await shop.AppliedAsync(planned, leaveOutWrong: true);

        Assert.Equal((1, 1, 1, 1), (planned.Made, planned.Changed, planned.Unchanged, planned.Wrong));
        Assert.Equal((new(2450), "batch.rows_wrong"), (before.Price, refused.Problem!.Code));
        var row = (await shop.RowsAsync(planned, RowChoice.Wrong)).Single();
        Assert.Equal((5, "price", "Dollars and cents, please, such as 38.00."), (row.Number, row.ProblemList.Single().Column, row.ProblemList.Single().Sentence));
        Assert.Equal(BatchState.Applied, applied.State);
        var after = await shop.ProductAsync(shown.Id);
        Assert.Equal((new(1990), shown.Version + 1, true), (after.Price, after.Version, after.IsPublished));
        Assert.Equal([JourneyStage.Maintenance], after.Stages.Select(s => s.Stage));
        await using var db = shop.Db();
        var made = await db.Products.Include(p => p.Stages).Include(p => p.Stock).SingleAsync(p => p.Sku == "NEW-1");
        Assert.Equal(("barley-bowl", false, 0, 1), (made.Slug, made.IsPublished, made.Stock.OnHand, made.Version));
        Assert.Equal([JourneyStage.Active, JourneyStage.Starting], made.Stages.OrderBy(s => s.Position).Select(s => s.Stage));
        Assert.False(await db.Products.AnyAsync(p => p.Sku == "NEW-2"));
        shop.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(1990, (await shop.Get<CatalogQueries>().BrowseAsync(new ShopFilter { Stage = JourneyStage.Maintenance })).Products.Single().Price.Cents);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_sku_means_the_same_product_however_it_is_written(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.DraftAsync(("sku", "OLD-1"));
        var draft = await shop.DraftAsync(("sku", "Old-2"));
        await using (var db = shop.Db())
        {
            // As a shop may have it that took both once.
            await db.Products.Where(p => p.Id == draft.Id).ExecuteUpdateAsync(set => set.SetProperty(p => p.Sku, "old-1"));
        }

        var planned = await shop.PlannedAsync(Csv(Whole + "|what", Row("OLD-1"), Row("old-1"), Row("Old-1"), Row("new-1"), Row("NEW-1")));

        Assert.Equal((1, 2, 2), (planned.Made, planned.Changed, planned.Wrong));
        Assert.Equal(["The SKU OLD-1 stands in row 2 already.", "The SKU NEW-1 stands in row 5 already."], await shop.SentencesAsync(planned));

        static string Row(string sku) => $"{sku}|Oat Cups|meal-prep|Food|19.90|600|Six small cups of oats.|Add hot water and wait.|active|bars";
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_file_takes_nothing_out_of_the_archive_onto_the_shelf(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.DraftAsync(("sku", "OLD-1"));
        await shop.AppliedAsync(await shop.PlannedAsync(Csv("sku|state", "OLD-1|Archived")));

        var planned = await shop.PlannedAsync(Csv("sku|state", "OLD-1|Published"));

        Assert.Equal([ProductProblems.Archived.Message], await shop.SentencesAsync(planned));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Each_field_goes_into_the_history_and_the_whole_into_one_row_of_the_audit_log(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var draft = await shop.DraftAsync(("sku", "OLD-1"));

        var applied = await shop.AppliedAsync(await shop.PlannedAsync(Csv("sku|price|what|state", "OLD-1|30|bars|Archived")));

        var changes = await shop.Get<ProductHistory>().SinceAsync(draft.Id, draft.Version);
        Assert.Equal(
            [("price", "24.50", "30.00"), ("what", "", "bars"), ("state", "Draft", "Archived")],
            changes.Select(change => (change.Field, change.Before, change.After)));
        Assert.All(changes, change => Assert.Equal((Typed.Lee.AccountId, draft.Version + 1), (change.AccountId, change.Version)));
        await using var db = shop.Db();
        var entry = await db.AuditEntries.SingleAsync(e => e.Action == "catalog.imported");
        Assert.Equal(($"batch:{applied.Id}", "0 new, 1 changed, 0 left out", Typed.Lee.AccountId), (entry.Subject, entry.Note, entry.AccountId));
        Assert.Equal(0, await db.StagedProducts.CountAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Every_field_reads_as_the_file_says_it_and_as_before_after_undoing(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.DraftAsync(("sku", "OLD-2"));
        var draft = await shop.DraftAsync(("sku", "OLD-1"), ("slug", "old-one"));
        var before = await shop.FormAsync(draft.Id);
        var form = new FieldForm
        {
            ["sku"] = "OLD-1", ["slug"] = "new-one", ["name"] = "Tea", ["category"] = "wellness", ["kind"] = "Supplement", ["price"] = "7.00", ["weight"] = "90", ["summary"] = "One.",
            ["description"] = "Two,\n\n\"three\".", ["claim"] = "Fiber helps maintain regularity.", ["stages"] = "maintenance", ["needs"] = "fiber\nprotein", ["diets"] = "vegetarian",
            ["allergens"] = "milk\ntree nuts (almonds)", ["cautions"] = "Contains milk.", ["serving"] = "2 g", ["servings"] = "30", ["kcal"] = "60", ["protein"] = "1.5", ["fiber"] = "2",
            ["addedSugar"] = "3", ["sodium"] = "4", ["potassium"] = "150.5", ["magnesium"] = "30", ["other"] = "Zinc: 2 mg", ["template"] = "jar", ["line1"] = "A", ["line2"] = "B",
            ["number"] = "12", ["unit"] = "g", ["what"] = "protein", ["related"] = "OLD-2", ["suggested"] = "no",
        };
        var fields = ProductFields.All.Where(field => field.Name != "article").Select(field => field.Name).ToList();
        Assert.All(fields.Except(["sku"]), field => Assert.NotEqual(before[field], form[field]));

        var applied = await shop.AppliedAsync(await shop.PlannedAsync(
            string.Join(',', fields) + "\n" + string.Join(',', fields.Select(field => $"\"{form[field].Replace("\"", "\"\"", StringComparison.Ordinal)}\""))));

        Assert.Empty((await shop.FormAsync(draft.Id)).DifferingFrom(form));
        await shop.UndoneAsync(applied);
        Assert.Empty((await shop.FormAsync(draft.Id)).DifferingFrom(before));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Nothing_is_written_when_a_product_was_changed_since_the_dry_run(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (one, two) = (await shop.DraftAsync(("sku", "OLD-1")), await shop.DraftAsync(("sku", "OLD-2")));
        var planned = await shop.PlannedAsync(Csv("sku|price", "OLD-1|30", "OLD-2|31"));
        var form = await shop.FormAsync(two.Id);
        form["summary"] = "Another.";
        await shop.Get<ProductEditor>().SaveAsync(Typed.Dana, two.Id, two.Version, form);

        var refused = await shop.AppliedAsync(planned);

        Assert.Equal((BatchState.Stale, BatchProblems.Stale.Message), (refused.State, refused.Trouble));
        Assert.Equal("24.50", (await shop.FormAsync(one.Id))["price"]);
        Assert.Empty((await shop.Get<BatchEditor>().PlanAsync(Typed.Lee, planned.Id)).Problems);
        var again = await shop.AppliedAsync(await shop.SettledAsync(planned.Id));
        Assert.Equal((BatchState.Applied, null), (again.State, again.Trouble));
        Assert.Equal(("30.00", "31.00", "Another."), ((await shop.FormAsync(one.Id))["price"], (await shop.FormAsync(two.Id))["price"], (await shop.FormAsync(two.Id))["summary"]));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Nothing_is_written_when_somebody_took_an_address_since_the_dry_run(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var old = await shop.DraftAsync(("sku", "OLD-1"));
        var planned = await shop.PlannedAsync(Csv(
            Whole + "|slug", "OLD-1|Oat Cups|meal-prep|Food|30|600|Six.|Wait.|active|oat-cups", "NEW-1|Barley|meal-prep|Food|12|300|One.|Warm it.|active|barley"));
        await shop.DraftAsync(("slug", "barley"));

        var refused = await shop.AppliedAsync(planned);

        Assert.Equal(BatchState.Stale, refused.State);
        Assert.Equal("24.50", (await shop.FormAsync(old.Id))["price"]);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_batch_is_done_once_however_often_it_is_asked_for_and_its_jobs_run(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var draft = await shop.DraftAsync(("sku", "OLD-1"));
        var planned = await shop.PlannedAsync(Csv("sku|price", "OLD-1|30"));

        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => shop.Get<BatchEditor>().ApplyAsync(Typed.Lee, planned.Id, planned.Round, false)));
        await shop.RunJobsAsync();
        await shop.RepeatAllJobsAsync();

        Assert.Equal("batch.busy", both.Single(result => !result.Succeeded).Problem!.Code);
        Assert.Equal(draft.Version + 1, (await shop.ProductAsync(draft.Id)).Version);
        Assert.Equal(BatchState.Applied, (await shop.SettledAsync(planned.Id)).State);
        Assert.Equal("batch.busy", (await shop.Get<BatchEditor>().PlanAsync(Typed.Lee, planned.Id)).Problem!.Code);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_a_run_put_down_that_was_broken_off_is_not_written(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var draft = await shop.DraftAsync(("sku", "OLD-1"));
        var planned = await shop.PlannedAsync(Csv("sku|price", "OLD-1|30"));
        await using (var db = shop.Db())
        {
            var half = StagedProduct.Of(await shop.ProductAsync(draft.Id), planned.Id, (await shop.RowsAsync(planned)).Single().Id, isNew: false, hasStages: false);
            half.Changes.Add(new StagedChange { Field = "price", Before = "24.50", After = "1.00" });
            db.Add(half);
            await db.SaveChangesAsync();
        }

        Assert.Equal(BatchState.Applied, (await shop.AppliedAsync(planned)).State);

        Assert.Equal("30.00", (await shop.FormAsync(draft.Id))["price"]);
        Assert.Equal("30.00", (await shop.Get<ProductHistory>().SinceAsync(draft.Id, draft.Version)).Single().After);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Nothing_is_written_when_less_is_put_down_than_the_dry_run_has_shown(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var draft = await shop.DraftAsync(("sku", "OLD-1"));
        var planned = await shop.PlannedAsync(Csv(Whole, "OLD-1|Oat Cups|meal-prep|Food|30|600|Six.|Wait.|active", "NEW-1|Barley|meal-prep|Food|12|300|One.|Warm it.|active"));

        // All of it is put down by now, and nothing is written: as if somebody had cleared away in the middle of it.
        shop.Sql.Once("\"Outcome\" <> ", async () =>
        {
            await using var db = shop.Db();
            await db.StagedProducts.Where(s => s.IsNew).ExecuteDeleteAsync();
        }, time: 2);

        var refused = await shop.AppliedAsync(planned);

        Assert.Equal((BatchState.Stale, BatchProblems.Incomplete.Message), (refused.State, refused.Trouble));
        Assert.Equal((draft.Version, "24.50"), ((await shop.ProductAsync(draft.Id)).Version, (await shop.FormAsync(draft.Id))["price"]));
        await using var db = shop.Db();
        Assert.Equal((1, 0), (await db.Products.CountAsync(), await db.AuditEntries.CountAsync(e => e.Action == "catalog.imported")));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_dry_run_that_was_broken_off_begins_anew_and_an_old_one_is_not_done(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.DraftAsync(("sku", "OLD-1"));
        var planned = await shop.PlannedAsync(Csv("sku|price", "OLD-1|30", "OLD-2|5"));
        await using (var db = shop.Db())
        {
            // As if it had stopped after its rows, and before its end.
            await db.ProductBatches.ExecuteUpdateAsync(set => set.SetProperty(b => b.State, BatchState.Planning));
        }

        await shop.RepeatAllJobsAsync();

        var again = (await shop.Get<BatchQueries>().FindAsync(planned.Id))!;
        Assert.Equal((BatchState.Planned, 1, 1), (again.State, again.Changed, again.Wrong));
        Assert.Equal([2, 3], (await shop.RowsAsync(again)).Select(row => row.Number));
        Assert.Empty((await shop.Get<BatchEditor>().PlanAsync(Typed.Lee, planned.Id)).Problems);
        await shop.RunJobsAsync();
        Assert.Equal("batch.not_planned", (await shop.Get<BatchEditor>().ApplyAsync(Typed.Lee, planned.Id, planned.Round, leaveOutWrong: true)).Problem!.Code);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_would_be_read_in_the_shop_meets_the_claims_guard(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.PublishedAsync(("sku", "OUT-1"));
        await shop.DraftAsync(("sku", "IN-1"), ("slug", "in-one"));
        await shop.DraftAsync(("sku", "IN-2"), ("slug", "in-two"));

        var planned = await shop.PlannedAsync(Csv(
            "sku|summary|state", "OUT-1|Cures diabetes.|Published", "IN-1|Cures diabetes.|Draft", "IN-2|Cures diabetes.|Published"));

        Assert.Equal([2, 4], (await shop.RowsAsync(planned, RowChoice.Wrong)).Select(row => row.Number));
        Assert.All(await shop.RowsAsync(planned, RowChoice.Wrong), row => Assert.Equal("summary", row.ProblemList.Single().Column));
        Assert.Equal([3], (await shop.RowsAsync(planned, RowChoice.Changed)).Select(row => row.Number));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_new_product_is_on_the_shelf_when_its_row_says_so(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync();

        await shop.AppliedAsync(await shop.PlannedAsync(Csv(Whole + "|state", "NEW-1|Barley|meal-prep|Food|12|300|One.|Warm it.|active|published")));

        shop.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("Barley", (await shop.Get<CatalogQueries>().BrowseAsync(new ShopFilter { Text = "barley" })).Products.Single().Name);
    }

    [Theory]
    [InlineData("OLD-1|0", "A price is from $0.01 to $100,000.00.")]
    [InlineData("OLD-1|1000000", "A price is from $0.01 to $100,000.00.")]
    [InlineData("OLD-1|a lot", "Dollars and cents, please, such as 38.00.")]
    [InlineData("OLD-1|\"1,50\"", "Dollars and cents, please, such as 38.00.")]
    [InlineData("|30", "This row has no SKU.")]
    [InlineData("OLD-1|30|more", "This row has 3 cells, and the first row 2. Look for a quotation mark or a separator too many.")]
    public async Task A_row_that_is_wrong_gets_a_sentence(string row, string sentence)
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        await shop.DraftAsync(("sku", "OLD-1"));

        var planned = await shop.PlannedAsync(Csv("sku|price", row));

        Assert.Equal([sentence], await shop.SentencesAsync(planned));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Names_that_are_taken_are_told_row_by_row(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var shown = await shop.PublishedAsync(("sku", "OUT-1"), ("slug", "out"));
        await shop.DraftAsync(("sku", "IN-1"), ("slug", "in"), ("name", "Inside"));

        var planned = await shop.PlannedAsync(Csv(
            Whole + "|slug|related|article",
            "NEW-1|Barley|meal-prep|Food|12|300|One.|Warm it.|active|in||", "NEW-2|Barley|meal-prep|Food|12|300|One.|Warm it.|active|fresh||", "NEW-3|Barley|meal-prep|Food|12|300|One.|Warm it.|active|fresh||",
            "OUT-1|Oat Cups|meal-prep|Food|12|300|One.|Warm it.|active|other||", "NEW-2|Barley|meal-prep|Food|12|300|One.|Warm it.|active|||",
            "NEW-4|Inside|meal-prep|Food|12|300|One.|Warm it.|active||\"NEW-2,GONE-1\"|none", "NEW-5|Inside|meal-prep|Food|12|300|One.|Warm it.|active||NEW-2|"));

        var wrong = await shop.RowsAsync(planned, RowChoice.Wrong);
        Assert.Equal(
            [
                (2, "slug", "Another product has this address, or had it."), (4, "slug", "Another product has this address, or had it."),
                (5, "slug", "People and search engines have links to a published product: its address stays."), (6, "sku", "The SKU NEW-2 stands in row 3 already."),
                (7, "related", "There is no other product with the SKU GONE-1."), (7, "article", "There is no product article at this address."),
            ],
            wrong.SelectMany(row => row.ProblemList.Select(problem => (row.Number, problem.Column!, problem.Sentence))));
        Assert.Equal(["fresh", "inside-new-5"], (await shop.RowsAsync(planned, RowChoice.New)).Select(row => row.ChangeList.Single(change => change.Field == "slug").After));
        Assert.Equal(1, shown.Id);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_row_is_told_all_that_is_wrong_with_it_at_once(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.PublishedAsync(("sku", "OUT-1"), ("slug", "out"));

        var planned = await shop.PlannedAsync(Csv(
            Whole + "|slug|related|article",
            "OUT-1|Oat Cups|meal-prep|Food|cheap|300|It cures diabetes.|Warm it.|active|other|GONE-1|none", "NEW-1|Barley|meal-prep|Food|12|300|One.|Warm it.|active|out|GONE-1|"));

        Assert.Equal(
            [(2, "price"), (2, "slug"), (2, "related"), (2, "article"), (2, "summary"), (3, "slug"), (3, "related")],
            (await shop.RowsAsync(planned, RowChoice.Wrong)).SelectMany(row => row.ProblemList.Select(problem => (row.Number, problem.Column!))));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_row_that_names_a_product_whose_own_row_is_wrong_is_wrong_too(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.DraftAsync(("sku", "OLD-1"));
        var old = "|Oat Cups|meal-prep|Food|24.50|600|Six small cups of oats.|Add hot water and wait.|\"starting,active\"|";

        var planned = await shop.PlannedAsync(Csv(
            Whole + "|related",
            "OLD-1" + old + "NEW-3", "NEW-3|Rye|meal-prep|Food|12|300|One.|Warm it.|active|NEW-2", "NEW-2|Oats|meal-prep|Food|12|300|One.|Warm it.|active|NEW-1",
            "NEW-1|Barley|meal-prep|Food|cheap|300|One.|Warm it.|active|NEW-4", "NEW-4|Corn|meal-prep|Food|12|300|One.|Warm it.|active|NEW-5", "NEW-5|Rice|meal-prep|Food|12|300|One.|Warm it.|active|NEW-4"));
        var applied = await shop.AppliedAsync(planned, leaveOutWrong: true);

        Assert.Equal((2, 0, 4), (planned.Made, planned.Changed, planned.Wrong));
        Assert.Equal(
            [
                (2, "related", "The row of NEW-3 in this file is wrong, so that product does not come."), (3, "related", "The row of NEW-2 in this file is wrong, so that product does not come."),
                (4, "related", "The row of NEW-1 in this file is wrong, so that product does not come."), (5, "price", "Dollars and cents, please, such as 38.00."),
            ],
            (await shop.RowsAsync(planned, RowChoice.Wrong)).Select(row => (row.Number, row.ProblemList.Single().Column!, row.ProblemList.Single().Sentence)));
        Assert.All(await shop.RowsAsync(planned, RowChoice.Wrong), row => Assert.Empty(row.ChangeList));
        Assert.Equal(BatchState.Applied, applied.State);
        await using var db = shop.Db();
        Assert.Equal(["NEW-4", "NEW-5", "OLD-1"], await db.Products.OrderBy(p => p.Sku).Select(p => p.Sku).ToListAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_long_file_is_read_to_its_end_and_each_wrong_row_is_found(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync();
        var rows = Enumerable.Range(1, 1_200).Select(i => $"LONG-{i}|Barley {i}|meal-prep|Food|{(i % 200 == 0 ? "free" : "12.50")}|300|One.|Warm it.|active").ToArray();

        var planned = await shop.PlannedAsync(Csv(Whole, rows));
        var applied = await shop.AppliedAsync(planned, leaveOutWrong: true);
        var again = await shop.PlannedAsync(Csv(Whole, rows));

        Assert.Equal((1_194, 6, 1_200), (planned.Made, planned.Wrong, planned.Rows));
        Assert.Equal([201, 401, 601, 801, 1_001, 1_201], (await shop.RowsAsync(planned, RowChoice.Wrong)).Select(row => row.Number));
        Assert.Equal(BatchState.Applied, applied.State);
        await using var db = shop.Db();
        Assert.Equal((1_194, 1_194), (await db.Products.CountAsync(), await db.Stock.CountAsync()));
        Assert.Equal((0, 0, 1_194, 6), (again.Made, again.Changed, again.Unchanged, again.Wrong));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_long_dry_run_says_how_far_it_is(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync();
        var said = new List<int>();
        shop.Sql.Before = async statement =>
        {
            if (statement.Contains("INSERT INTO \"ProductBatchRows\"", StringComparison.Ordinal))
            {
                await using var db = shop.Db();
                said.Add(await db.ProductBatches.Select(b => b.Done).SingleAsync());
            }
        };

        var planned = await shop.PlannedAsync(Csv(Whole, [.. Enumerable.Range(1, 450).Select(i => $"LONG-{i}|Barley {i}|meal-prep|Food|12.50|300|One.|Warm it.|active")]));

        Assert.Equal(said.Order(), said);
        Assert.Contains(said, done => done is > 0 and < 450);
        Assert.Equal((450, BatchState.Planned), (planned.Done, planned.State));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_catalogue_is_written_with_as_many_statements_for_many_products_as_for_few(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync();

        var few = await StatementsAsync(shop, 3);
        var many = await StatementsAsync(shop, 300);

        Assert.Equal(few, many);

        static async Task<int> StatementsAsync(TestShop shop, int count)
        {
            var rows = Enumerable.Range(1, count).Select(i => $"MANY-{count}-{i}|Barley {i}|meal-prep|Food|12.50|300|One.|Warm it.|active").ToArray();
            var planned = await shop.PlannedAsync(Csv(Whole, rows));
            Assert.Empty((await shop.Get<BatchEditor>().ApplyAsync(Typed.Lee, planned.Id, planned.Round, false)).Problems);
            var sql = await shop.Sql.DuringAsync(() => shop.RunJobsAsync());
            return sql.Count(statement => statement.Contains("\"Products\"", StringComparison.Ordinal) || statement.Contains("\"ProductChanges\"", StringComparison.Ordinal));
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Whoever_may_not_write_products_brings_no_file_in(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var nobody = new Actor(3, Roles.Customer);

        var refused = await shop.TakeAsync("sku\nA"u8.ToArray(), nobody);

        Assert.Equal("staff.not_allowed", refused.Problem!.Code);
        Assert.Equal("staff.not_allowed", (await shop.Get<BatchEditor>().UndoAsync(nobody, 1)).Problem!.Code);
        Assert.Equal("staff.not_allowed", (await shop.Get<BatchEditor>().ChangeAsync(nobody, new EditOrder([1], null, new BulkChange(BulkAct.Publish, "")), "x")).Problem!.Code);
    }
}
