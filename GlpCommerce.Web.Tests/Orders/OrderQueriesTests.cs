using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Orders;

public sealed class OrderQueriesTests
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Without_proof_an_order_shows_neither_address_nor_email(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product()))[0];
        var session = await shop.CartAsync((product, 1));
        var placed = (await shop.PlaceAsync(session)).Value!;
        var orders = shop.Get<OrderQueries>();

        foreach (var (other, token) in new (string?, string?)[] { (null, null), (Secrets.New(), Secrets.New()), ("", ""), (null, placed.PublicId) })
        {
            var stranger = (await orders.FindAsync(placed.PublicId, new OrderProof(other, token)))!;
            Assert.Equal((false, "d***@example.com", null), (stranger.IsHolder, stranger.Email, stranger.Address));
            Assert.Equal((placed.Number, OrderStatus.Pending, 1), (stranger.Number, stranger.Status, stranger.Lines.Count));
        }

        foreach (var (own, token) in new (string?, string?)[] { (session, null), (null, placed.AccessToken) })
        {
            var holder = (await orders.FindAsync(placed.PublicId, new OrderProof(own, token)))!;
            Assert.Equal((true, "dana@example.com", "60614"), (holder.IsHolder, holder.Email, holder.Address?.Zip));
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_database_holds_nothing_that_opens_an_order(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product()))[0];
        var session = await shop.CartAsync((product, 1));
        var placed = (await shop.PlaceAsync(session)).Value!;

        var order = await shop.OrderAsync(placed.PublicId);

        Assert.Equal((Secrets.Hash(placed.AccessToken), Secrets.Hash(session)), (order.AccessTokenHash, order.SessionKey));
        Assert.Matches("^[A-Za-z0-9_-]{22}$", placed.PublicId);
        Assert.Matches("^GLP-1000[0-9]{2}$", placed.Number);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Any_text_at_all_may_stand_where_a_public_id_does(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var orders = shop.Get<OrderQueries>();

        foreach (var text in Some.Nonsense)
        {
            Assert.Null(await orders.FindAsync(text, new OrderProof(text, text)));
            Assert.Null(await orders.StateAsync(text));
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_state_alone_is_one_row(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product()))[0];
        var placed = await shop.PlacedAsync(product);

        var statements = await shop.Sql.DuringAsync(async () => Assert.NotNull(await shop.Get<OrderQueries>().StateAsync(placed.PublicId)));

        Assert.Single(statements);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_watchers_hear_is_how_the_order_stood_after_its_last_step(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product()))[0];
        // It is confirmed right before one after the other of the statements that the reading takes.
        for (var statement = 1; statement <= 3; statement++)
        {
            var order = await shop.OrderAsync((await shop.PlacedAsync(product)).PublicId);
            shop.Sql.Once("SELECT", () => ConfirmAsync(shop, order), statement);

            var sides = (await shop.Get<OrderQueries>().SidesAsync(order.PublicId))!;

            shop.Sql.Before = _ => Task.CompletedTask;
            Assert.Equal(sides.State.Status, sides.ForHolder.Events[^1].Status);
            Assert.Equal(sides.State.Status, sides.ForHolder.Status);
            Assert.Equal(sides.ForHolder.Events.Count, sides.ForOthers.Events.Count);
        }
    }

    [Theory]
    [InlineData("dana@example.com", "d***@example.com")]
    [InlineData("d@example.com", "***@example.com")]
    [InlineData("\"a@b\"@example.com", "\"***@example.com")]
    [InlineData("@example.com", "***@example.com")]
    [InlineData("", "***")]
    public void A_masked_email_tells_at_most_its_first_letter(string email, string masked) => Assert.Equal(masked, OrderQueries.Mask(email));

    private static Task<bool> ConfirmAsync(TestShop shop, Order order) => shop.Databases.InTransactionAsync(async db =>
    {
        await OrderMoves.MoveAsync(db, order.Id, OrderStatus.Confirmed, "Your bank said yes.", shop.Now, CancellationToken.None);
        return await db.SaveChangesAsync() > 0;
    });
}
