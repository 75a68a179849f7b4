using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Checkout;

public sealed class AddressBookTests
{
    private static readonly CheckoutForm Home = new(null, "Dana Doe", "1 Main St", null, "Chicago", "IL", "60614", null);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_one_that_was_added_or_chosen_last_comes_first_and_the_same_twice_is_one(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (dana, book) = ((await shop.AccountAsync()).Id, shop.Get<AddressBook>());

        var home = (await book.AddAsync(dana, Home)).Value;
        shop.Clock.Advance(TimeSpan.FromSeconds(1));
        var work = (await book.AddAsync(dana, Home with { Line1 = "2 Main St" })).Value;
        Assert.Equal([work, home], await IdsAsync(book, dana));
        shop.Clock.Advance(TimeSpan.FromSeconds(1));
        await book.ChooseAsync(dana, home);
        Assert.Equal([home, work], await IdsAsync(book, dana));
        shop.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(work, (await book.AddAsync(dana, Home with { Line1 = " 2  Main St " })).Value);

        Assert.Equal([work, home], await IdsAsync(book, dana));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task It_is_changed_and_removed_by_its_holder_alone(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (dana, remy, book) = ((await shop.AccountAsync()).Id, (await shop.AccountAsync("remy@example.com")).Id, shop.Get<AddressBook>());
        var id = (await book.AddAsync(dana, Home)).Value;

        Assert.Equal("address.gone", (await book.ChangeAsync(remy, id, Home with { Line1 = "Elsewhere" })).Problem?.Code);
        Assert.Equal("address.gone", (await book.ChooseAsync(remy, id)).Problem?.Code);
        await book.RemoveAsync(remy, id);
        Assert.Equal("zip.invalid", (await book.ChangeAsync(dana, id, Home with { Zip = "6061" })).Problem?.Code);
        Assert.Equal(id, (await book.ChangeAsync(dana, id, Home with { Line2 = "Flat 2" })).Value);
        Assert.Equal("Flat 2", Assert.Single(await book.OfAsync(dana)).Address.Line2);
        await book.RemoveAsync(dana, id);
        await book.RemoveAsync(dana, id);

        Assert.Empty(await book.OfAsync(dana));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Ten_fit_also_when_two_are_added_at_once(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (dana, book) = ((await shop.AccountAsync()).Id, shop.Get<AddressBook>());
        for (var i = 1; i < AddressBook.Most; i++)
        {
            Assert.Null((await book.AddAsync(dana, Home with { Line1 = $"{i} Main St" })).Problem);
        }

        var both = await Task.WhenAll(Enumerable.Range(20, 2).Select(i => Task.Run(() => book.AddAsync(dana, Home with { Line1 = $"{i} Main St" }))));

        Assert.Equal(["addresses.full"], both.Select(r => r.Problem?.Code).OfType<string>());
        await using var db = shop.Db();
        Assert.Equal(AddressBook.Most, await db.Set<Core.Accounts.AccountAddress>().CountAsync());
    }

    private static async Task<IEnumerable<Guid>> IdsAsync(AddressBook book, long account) => (await book.OfAsync(account)).Select(entry => entry.Id);
}
