using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GlpCommerce.Web.Tests.Jobs;

/// <summary>What is put right when a job is given up.</summary>
public sealed class JobGivenUpTests : JobRunnerContext
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_a_job_leaves_behind_is_put_right_as_it_is_given_up_and_as_it_is_discarded(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var id = (await shop.AddJobAsync(Spec with { MaxAttempts = 1 })).Id;
        var kind = Leaving(db =>
        {
            db.Add(Some.Product("Put right"));
            return Task.CompletedTask;
        });

        await shop.Runner("a", kind).RunDueAsync();
        Assert.Equal((1, true), (await ProductsAsync(shop), (await JobAsync(shop, id)).DeadAt is not null));

        await Desk(shop, kind).DiscardAsync(id, Typed.Manager);
        Assert.Equal((2, true), (await ProductsAsync(shop), (await JobAsync(shop, id)).DoneAt is not null));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_job_whose_leavings_cannot_be_put_right_is_given_up_all_the_same_and_nothing_of_them_is_saved(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var id = (await shop.AddJobAsync(Spec with { MaxAttempts = 1 })).Id;
        var kind = Leaving(async db =>
        {
            db.Add(Some.Product("Half"));
            await db.SaveChangesAsync();
            throw new InvalidOperationException("It cannot be put right.");
        });

        await shop.Runner("a", kind).RunDueAsync();

        var dead = await JobAsync(shop, id);
        Assert.Equal((true, null, 0), (dead.DeadAt is not null, dead.LeaseToken, await ProductsAsync(shop)));
        Assert.Equal("InvalidOperationException: No.", dead.LastError);
    }

    /// <summary>A kind that fails at once, and leaves something behind.</summary>
    private static JobKind Leaving(Func<ShopDb, Task> putRight) =>
        new(Spec with { MaxAttempts = 1 }, (_, _, _, _) => throw new InvalidOperationException("No.")) { GivenUp = (_, _, db, _) => putRight(db) };

    private static JobDesk Desk(TestShop shop, JobKind kind) =>
        new(shop.Databases, [kind], shop.Get<IServiceScopeFactory>(), shop.Get<IJobSignal>(), shop.Get<AuditLog>(), shop.Clock);

    private static async Task<int> ProductsAsync(TestShop shop)
    {
        await using var db = shop.Db();
        return await db.Set<Product>().CountAsync();
    }
}
