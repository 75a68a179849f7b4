using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Merchandising;

public sealed class PictureJobTests
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Pictures_that_wait_for_another_hold_no_place_among_the_jobs_at_work(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = await shop.PublishedAsync();
        for (var i = 0; i < 3; i++)
        {
            await shop.AddPictureAsync(product.Id);
        }

        Assert.Single(await shop.Get<JobRunner>().ClaimAsync(16), job => job.Kind == PreparePicture.Spec.Name);
        Assert.DoesNotContain(await shop.Get<JobRunner>().ClaimAsync(16), job => job.Kind == PreparePicture.Spec.Name);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_damaged_picture_fails_with_a_sentence_and_takes_its_file_along(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = await shop.PublishedAsync();
        await shop.AddPictureAsync(product.Id, file: PictureFile.Damaged());

        await shop.RunJobsAsync();

        var picture = (await shop.PicturesAsync(product.Id)).Single();
        Assert.Equal(PictureState.Failed, picture.State);
        Assert.Contains("damaged", picture.Trouble, StringComparison.Ordinal);
        Assert.Empty(await shop.ShownAsync(product.Id));
        Assert.Empty(Pictured.FilesOf(shop.Folder));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task While_files_cannot_be_kept_a_picture_is_refused_and_one_that_waits_goes_on_later(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = await shop.PublishedAsync();
        await shop.AddPictureAsync(product.Id);
        shop.Media.BeforePut = _ => throw new IOException("The line to the store broke.");

        var refused = await shop.Get<PictureEditor>().AddAsync(Typed.Dana, product.Id, PictureFile.Jpeg(), Pictured.Alt);
        await shop.RunJobsAsync();

        Assert.Equal("picture.not_kept", refused.Problem!.Code);
        var waiting = (await shop.PicturesAsync(product.Id)).Single();
        Assert.Equal(PictureState.Waiting, waiting.State);
        Assert.Contains("tries again", waiting.Trouble, StringComparison.Ordinal);

        shop.Media.BeforePut = _ => Task.CompletedTask;
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(2));

        Assert.Single(await shop.ShownAsync(product.Id));
        Assert.Null((await shop.PicturesAsync(product.Id)).Single().Trouble);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_job_that_is_given_up_or_discarded_leaves_a_sentence_and_the_picture_can_be_removed(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = await shop.PublishedAsync();
        var version = (await shop.AddPictureAsync(product.Id)).Version;
        shop.Media.BeforeOpen = _ => throw new InvalidOperationException("A bug.");

        await shop.RunJobsForAsync(TimeSpan.FromMinutes(50));

        var job = (await shop.JobsAsync()).Single(job => job.Kind == PreparePicture.Spec.Name);
        Assert.NotNull(job.DeadAt);
        var picture = (await shop.PicturesAsync(product.Id)).Single();
        Assert.Equal((PictureState.Failed, PreparePicture.GivenUp), (picture.State, picture.Trouble));
        await shop.Get<JobDesk>().DiscardAsync(job.Id, Typed.Manager);
        Assert.Equal(PictureState.Failed, (await shop.PicturesAsync(product.Id)).Single().State);
        Assert.Empty((await shop.Get<PictureEditor>().RemoveAsync(Typed.Dana, product.Id, version, picture.Id)).Problems);
        await shop.RunJobsAsync();
        Assert.Empty(Pictured.FilesOf(shop.Folder));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_picture_whose_job_is_tried_again_waits_and_is_prepared(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = await shop.PublishedAsync();
        await shop.AddPictureAsync(product.Id);
        shop.Media.BeforeOpen = _ => throw new InvalidOperationException("A bug.");
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(50));
        shop.Media.BeforeOpen = _ => Task.CompletedTask;

        Assert.Null((await shop.Get<JobDesk>().RetryAsync((await shop.JobsAsync()).Single(job => job.Kind == PreparePicture.Spec.Name).Id, Typed.Manager)).Problem);
        Assert.Equal(PictureState.Waiting, (await shop.PicturesAsync(product.Id)).Single().State);
        await shop.RunJobsAsync();

        Assert.Single(await shop.ShownAsync(product.Id));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_picture_that_is_removed_while_it_is_prepared_leaves_no_file(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = await shop.PublishedAsync();
        var version = (await shop.AddPictureAsync(product.Id)).Version;
        var picture = (await shop.PicturesAsync(product.Id)).Single();
        shop.Media.BeforeOpen = async _ =>
        {
            shop.Media.BeforeOpen = _ => Task.CompletedTask;
            Assert.Empty((await shop.Get<PictureEditor>().RemoveAsync(Typed.Dana, product.Id, version, picture.Id)).Problems);
        };

        await shop.RunJobsAsync();

        Assert.Empty(Pictured.FilesOf(shop.Folder));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_program_that_dies_between_file_and_row_leaves_no_file_for_good(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = await shop.PublishedAsync();
        shop.Media.AfterPut = _ => throw new ProcessDiedException();
        await Assert.ThrowsAsync<ProcessDiedException>(() => shop.AddPictureAsync(product.Id));
        shop.Media.AfterPut = _ => Task.CompletedTask;
        Assert.Single(Pictured.FilesOf(shop.Folder));

        await shop.RunJobsAsync();
        Assert.Single(Pictured.FilesOf(shop.Folder));
        shop.Clock.Advance(TimeSpan.FromMinutes(61));
        await shop.RunJobsAsync();

        Assert.Empty(Pictured.FilesOf(shop.Folder));
    }
}
