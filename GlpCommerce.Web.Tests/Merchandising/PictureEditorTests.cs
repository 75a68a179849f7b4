using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Merchandising;

public sealed class PictureEditorTests
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_picture_waits_for_its_job_and_then_stands_on_the_shelf(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = await shop.PublishedAsync();

        var added = await shop.AddPictureAsync(product.Id, file: PictureFile.Photo(orientation: 6, width: 2_000, height: 1_000));

        var waiting = Assert.Single(await shop.PicturesAsync(product.Id));
        Assert.Equal((PictureState.Waiting, product.Version + 1), (waiting.State, added.Version));
        Assert.Equal([waiting.Original!], Pictured.FilesOf(shop.Folder));
        Assert.Empty(await shop.ShownAsync(product.Id));

        await shop.RunJobsAsync();

        var shown = Assert.Single(await shop.ShownAsync(product.Id));
        Assert.Equal((Pictured.Alt, 1_000, 2_000), (shown.Alt, shown.Width, shown.Height));
        Assert.Equal([$"products/{shown.Key}/large.webp", $"products/{shown.Key}/medium.webp", $"products/{shown.Key}/small.webp"], Pictured.FilesOf(shop.Folder));
        Assert.Null((await shop.PicturesAsync(product.Id)).Single().Original);
        Assert.Equal(added.Version, (await shop.ProductAsync(product.Id)).Version);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Preparing_a_picture_twice_makes_the_same_picture_once(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = await shop.PublishedAsync();
        await shop.AddPictureAsync(product.Id);
        await shop.RunJobsAsync();
        var (shown, files) = (await shop.ShownAsync(product.Id), Pictured.FilesOf(shop.Folder));

        await shop.RepeatAllJobsAsync();

        Assert.Equal(shown, await shop.ShownAsync(product.Id));
        Assert.Equal(files, Pictured.FilesOf(shop.Folder));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_is_refused_leaves_nothing_behind(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = await shop.PublishedAsync();
        var editor = shop.Get<PictureEditor>();
        var jobs = (await shop.JobsAsync()).Count;

        (string Code, Task<Core.Common.Result<ProductVersion>> Try)[] tries =
        [
            ("picture.kind", editor.AddAsync(Typed.Dana, product.Id, [.. "MZ and a name that ends in .jpg"u8], Pictured.Alt)),
            ("picture.empty", editor.AddAsync(Typed.Dana, product.Id, [], Pictured.Alt)),
            ("picture.broken_off", editor.AddAsync(Typed.Dana, product.Id, PictureFile.Jpeg()[..^40], Pictured.Alt)),
            ("picture.too_many_pixels", editor.AddAsync(Typed.Dana, product.Id, PictureFile.Enormous(), Pictured.Alt)),
            ("picture.no_description", editor.AddAsync(Typed.Dana, product.Id, PictureFile.Jpeg(), " \u200b ")),
            ("picture.description_too_long", editor.AddAsync(Typed.Dana, product.Id, PictureFile.Jpeg(), new string('a', 201))),
            ("product.unknown", editor.AddAsync(Typed.Dana, 999_999, PictureFile.Jpeg(), Pictured.Alt)),
            ("staff.not_allowed", editor.AddAsync(new Actor(3, Roles.Customer), product.Id, PictureFile.Jpeg(), Pictured.Alt)),
        ];

        foreach (var (code, attempt) in tries)
        {
            Assert.Equal(code, (await attempt).Problem!.Code);
        }

        Assert.Empty(await shop.PicturesAsync(product.Id));
        Assert.Empty(Pictured.FilesOf(shop.Folder));
        Assert.Equal((product.Version, jobs), ((await shop.ProductAsync(product.Id)).Version, (await shop.JobsAsync()).Count));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_a_picture_shows_meets_the_claims_guard_like_all_copy(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (sold, draft) = (await shop.PublishedAsync(), await shop.DraftAsync(("name", "Rye Cups")));
        const string Marked = "A cup, clinically proven";

        var refused = await shop.Get<PictureEditor>().AddAsync(Typed.Dana, sold.Id, PictureFile.Jpeg(), Marked);
        var written = await shop.AddPictureAsync(draft.Id, Marked);
        var field = AltTexts.NameOf((await shop.PicturesAsync(draft.Id)).Single());
        var unpublished = await shop.Get<ProductPublisher>().PublishAsync(Typed.Dana, draft.Id, written.Version);
        await shop.Get<ClaimApprover>().ApproveAsync(Typed.Manager, draft.Id, written.Version, field, "The maker's trial is in our file 12.");
        var published = await shop.Get<ProductPublisher>().PublishAsync(Typed.Dana, draft.Id, written.Version);

        Assert.Equal(("claims.marked", 0), (refused.Problem!.Code, (await shop.PicturesAsync(sold.Id)).Count));
        Assert.Equal(("claims.marked", field), (unpublished.Problem!.Code, unpublished.Problem.Field));
        Assert.Empty(published.Problems);
        Assert.Single(Pictured.FilesOf(shop.Folder));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_product_takes_eight_pictures_however_many_come_at_once(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var draft = await shop.DraftAsync();
        foreach (var number in Enumerable.Range(1, 5))
        {
            await shop.AddPictureAsync(draft.Id, $"Picture {number}");
        }

        var results = await Task.WhenAll(Enumerable.Range(1, 6).Select(_ => shop.Get<PictureEditor>().AddAsync(Typed.Lee, draft.Id, PictureFile.Jpeg(), "Another")));

        Assert.Equal(3, results.Count(result => result.Problem?.Code == "picture.too_many"));
        var pictures = await shop.PicturesAsync(draft.Id);
        Assert.Equal(Enumerable.Range(0, 8), pictures.Select(p => p.Position));
        Assert.Equal(pictures.Select(p => p.Original!).Order(), Pictured.FilesOf(shop.Folder));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Pictures_are_moved_described_and_removed_with_a_trace_of_who_did_it(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var editor = shop.Get<PictureEditor>();
        var product = await shop.PublishedAsync();
        await shop.AddPictureAsync(product.Id, "Front");
        var version = (await shop.AddPictureAsync(product.Id, "Back")).Version;
        await shop.RunJobsAsync();
        var back = (await shop.PicturesAsync(product.Id))[1];

        var moved = (await editor.MoveAsync(Typed.Lee, product.Id, version, back.Id, -1)).Value!;
        Assert.Equal(["Back", "Front"], (await shop.ShownAsync(product.Id)).Select(p => p.Alt));
        var described = (await editor.DescribeAsync(Typed.Lee, product.Id, moved.Version, back.Id, " The  label ")).Value!;
        Assert.Equal(["The label", "Front"], (await shop.ShownAsync(product.Id)).Select(p => p.Alt));
        var removed = (await editor.RemoveAsync(Typed.Lee, product.Id, described.Version, back.Id)).Value!;
        Assert.Equal(["Front"], (await shop.ShownAsync(product.Id)).Select(p => p.Alt));
        await shop.RunJobsAsync();

        Assert.Equal(version + 3, removed.Version);
        Assert.Equal(3, Pictured.FilesOf(shop.Folder).Count);
        Assert.DoesNotContain(Pictured.FilesOf(shop.Folder), file => file.Contains(back.Key, StringComparison.Ordinal));
        var history = await shop.Get<ProductHistory>().SinceAsync(product.Id, version);
        var name = AltTexts.NameOf(back);
        Assert.Equal(
            [(AltTexts.Order, "Front\nBack", "Back\nFront"), (name, "Back", "The label"), (name, "The label", "")], history.Select(change => (change.Field, change.Before, change.After)));
        Assert.All(history, change => Assert.Equal(Typed.Lee.AccountId, change.AccountId));
        await using var db = shop.Db();
        Assert.Equal(
            ["product.picture_added", "product.picture_added", "product.pictures_moved", "product.picture_described", "product.picture_removed"],
            await db.AuditEntries.Where(e => e.Action.Contains("picture")).OrderBy(e => e.Id).Select(e => e.Action).ToListAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_duplicate_begins_without_pictures_and_the_list_shows_whose_are_ready(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var draft = await shop.DraftAsync();
        await shop.AddPictureAsync(draft.Id, "First");
        await shop.AddPictureAsync(draft.Id, "Second");
        Assert.All((await shop.Get<StaffProducts>().ListAsync(new())).Rows, row => Assert.Null(row.Picture));
        await shop.RunJobsAsync();

        var copy = (await shop.Get<ProductEditor>().DuplicateAsync(Typed.Dana, draft.Id)).Value!;

        Assert.Empty(await shop.PicturesAsync(copy.Id));
        var rows = (await shop.Get<StaffProducts>().ListAsync(new())).Rows.ToDictionary(row => row.Product.Id, row => row.Picture?.Alt);
        Assert.Equal(("First", null), (rows[draft.Id], rows[copy.Id]));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_act_upon_a_picture_says_which_version_it_starts_from(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var editor = shop.Get<PictureEditor>();
        var draft = await shop.DraftAsync();
        var added = await shop.AddPictureAsync(draft.Id);
        var picture = (await shop.PicturesAsync(draft.Id)).Single();

        Assert.Equal("product.changed", (await editor.RemoveAsync(Typed.Dana, draft.Id, draft.Version, picture.Id)).Problem!.Code);
        Assert.Equal("product.changed", (await editor.DescribeAsync(Typed.Dana, draft.Id, draft.Version, picture.Id, "New")).Problem!.Code);
        Assert.Equal("product.changed", (await editor.MoveAsync(Typed.Dana, draft.Id, draft.Version, picture.Id, 1)).Problem!.Code);
        Assert.Equal("picture.unknown", (await editor.RemoveAsync(Typed.Dana, draft.Id, added.Version, picture.Id + 1)).Problem!.Code);
        Assert.Equal(added.Version, (await editor.MoveAsync(Typed.Dana, draft.Id, added.Version, picture.Id, 1)).Value!.Version);
        Assert.Equal("staff.not_allowed", (await editor.RemoveAsync(new Actor(3, Roles.Customer), draft.Id, added.Version, picture.Id)).Problem!.Code);
    }
}
