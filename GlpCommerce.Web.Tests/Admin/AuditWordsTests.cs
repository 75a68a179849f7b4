using System.Globalization;
using System.Text.RegularExpressions;
using Bunit;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Content;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Admin.Work;
using GlpCommerce.Web.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace GlpCommerce.Web.Tests.Admin;

/// <summary>The audit log is read by people who pack boxes: it says in words what was done, and names what it was done to.</summary>
public sealed partial class AuditWordsTests : StaffComponentContext
{
    [Fact]
    public void Every_act_that_is_written_down_has_words_and_none_else_has() =>
        Assert.Equal(Written().Order(StringComparer.Ordinal), AuditWords.All.Select(act => act.Action).Order(StringComparer.Ordinal));

    [Fact]
    public void No_two_acts_have_the_same_words() => Assert.Equal(AuditWords.All.Count, AuditWords.All.Select(act => act.Words).Distinct().Count());

    [Fact]
    public void An_act_of_another_time_keeps_its_name() => Assert.Equal("order.flown", AuditWords.Of("order.flown"));

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_page_of_rows_costs_a_statement_for_each_kind_of_thing_it_names(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var products = await shop.StockAsync(Some.Product(), Some.Product(), Some.Product());
        var robin = await shop.AccountAsync("robin@example.com");
        var guide = await shop.ArticleAsync();
        string[] few = [$"product:{products[0].Id}", $"article:{guide.Id}", "order:1"];
        string[] many = [.. few, .. products.Select(p => $"product:{p.Id}"), "product:404", "article:404", "order:2", "account:404", $"account:{robin.Id}", "rates"];

        AuditNames? names = null;
        var ofFew = await shop.Sql.DuringAsync(async () => names = await ReadAsync(shop, few, robin.Id));
        var ofMany = await shop.Sql.DuringAsync(async () => names = await ReadAsync(shop, many, robin.Id));

        Assert.Equal((3, 3), (ofFew.Count, ofMany.Count));
        Assert.Equal(new AuditSubject(products[1].Name, $"/admin/products/{products[1].Id}"), names!.Of($"product:{products[1].Id}"));
        Assert.Equal(new AuditSubject("GLP-100002", "/admin/orders/GLP-100002"), names.Of("order:2"));
        Assert.Equal(("Product 404", "account 404"), (names.Of("product:404").Name, names.Of("account:404").Name));
        Assert.Equal(("robin@example.com", "robin@example.com", "the shop"), (names.Of($"account:{robin.Id}").Name, names.Who(robin.Id), names.Who(0)));
        Assert.All(Some.Nonsense.Append("product:99999999999").Append("order:-1"), text => Assert.Equal(new AuditSubject(text), names.Of(text)));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Rows_of_one_act_are_found_page_by_page_without_a_walk_through_all_of_them(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await DoneAsync(shop, "order.shipped", "order:1");
        for (var i = 2; i <= 8; i++)
        {
            await DoneAsync(shop, "order.read", $"order:{i}");
        }

        var (log, shipped) = (shop.Get<AuditQueries>(), new AuditFilter(Action: "order.shipped"));
        var first = await log.PageAsync(shipped, most: 4);
        var second = await log.PageAsync(shipped, first.Older, most: 4);

        Assert.Equal((0, 5L), (first.Rows.Count, first.Older));
        Assert.Equal(("order:1", null), (Assert.Single(second.Rows).Subject, second.Older));
        Assert.Equal([8L, 7L, 6L], (await log.PageAsync(new AuditFilter(Action: "order.read"), long.MaxValue, most: 3)).Rows.Select(row => row.Id));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_lists_that_showed_an_order_are_found_page_by_page_too(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await DoneAsync(shop, "order.shipped", "order:1");
        var by = new Actor(7, Roles.Staff);
        foreach (var shown in new long[] { 1, 2, 3, 4, 1 })
        {
            await shop.Get<AuditLog>().NoteReadAsync(by, "orders.listed", AuditLog.OrderList, AuditLog.Naming("order", [shown]));
        }

        var (log, about) = (shop.Get<AuditQueries>(), new AuditFilter("order:1"));
        var first = await log.PageAsync(about, most: 2);
        var second = await log.PageAsync(about, first.Older, most: 2);
        var third = await log.PageAsync(about, second.Older, most: 2);

        Assert.Equal([6L], first.Rows.Select(row => row.Id));
        Assert.Empty(second.Rows);
        Assert.Equal([2L, 1L], third.Rows.Select(row => row.Id));
        Assert.Null(third.Older);
    }

    [Fact]
    public async Task The_page_says_what_was_done_leads_to_what_it_was_done_to_and_is_narrowed_by_words()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var product = (await shop.StockAsync(Some.Product()))[0];
        await DoneAsync(shop, "order.shipped", "order:1");
        await DoneAsync(shop, "product.saved", $"product:{product.Id}");
        var page = Open<AuditPage>(shop, Roles.Manager);
        page.WaitForAssertion(() => Assert.Equal(["Opened this log", "Changed a product", "Sent a parcel"], Column(page, 4)));
        Assert.Equal(
            [$"/admin/products/{product.Id}", "/admin/orders/GLP-100001"],
            page.FindAll("tbody td:nth-child(5) a:not(.about)").Select(link => link.GetAttribute("href")!));

        page.Find("#did").Change("order.shipped");

        page.WaitForAssertion(() => Assert.Equal(["Sent a parcel"], Column(page, 4)));
        Assert.EndsWith("?action=order.shipped", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_note_names_orders_and_emails_as_staff_know_them()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        await DoneAsync(shop, "orders.searched", "orders", "order:2 order:1");
        await DoneAsync(shop, "order.email_sent_again", "order:1", "OrderConfirmation");
        await DoneAsync(shop, "order.shipped", "order:1", "FedEx");

        var page = Open<AuditPage>(shop, Roles.Manager);

        page.WaitForAssertion(() => Assert.Equal(["", "FedEx", "Confirmation", "GLP-100002, GLP-100001"], Column(page, 6)));
    }

    private static IEnumerable<string> Column(IRenderedComponent<AuditPage> page, int number) =>
        page.FindAll(string.Create(CultureInfo.InvariantCulture, $"tbody td:nth-child({number})")).Select(cell => cell.TextContent.Trim());

    private static Task<AuditNames> ReadAsync(TestShop shop, string[] subjects, long by) =>
        AuditNames.ReadAsync(subjects, [by, 0], shop.Get<AccountQueries>(), shop.Get<StaffProducts>(), shop.Get<StaffArticles>());

    private static Task DoneAsync(TestShop shop, string action, string subject, string? note = null) =>
        shop.Get<AuditLog>().NoteReadAsync(Typed.Dana, action, subject, note);

    /// <summary>The names of acts in the sources: all that stands beside a call of the log, and in Core what else is named like an act and is neither a refusal nor a right.</summary>
    private static HashSet<string> Written()
    {
        var areas = AuditWords.All.Select(act => act.Action.Split('.')[0]).ToHashSet();
        var rights = Rights.All.Select(right => right.Name).ToHashSet();
        var core = Sources("GlpCommerce.Core").ToList();
        return [.. core.Concat(Sources("GlpCommerce.Web")).SelectMany(text => text.Split('\n')).Where(line => ToTheLog().IsMatch(line)).SelectMany(Names)
            .Concat(core.SelectMany(Names).Where(name => areas.Contains(name.Split('.')[0]) && !rights.Contains(name)))];
    }

    private static IEnumerable<string> Names(string text) => Named().Matches(text).Select(match => match.Groups[1].Value);

    private static IEnumerable<string> Sources(string project) =>
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, project), "*.*", SearchOption.AllDirectories)
        where file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal)
        where !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        select File.ReadAllText(file);

    [GeneratedRegex(@"\baudit\.AddAsync\(|NoteReadAsync\(")]
    private static partial Regex ToTheLog();

    [GeneratedRegex(@"(?<!new(?: Problem)?\(\s*)""([a-z]+\.[a-z_]+)""")]
    private static partial Regex Named();
}
