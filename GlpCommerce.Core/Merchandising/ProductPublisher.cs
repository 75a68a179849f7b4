using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Merchandising;

/// <summary>Brings products onto the shelf and takes them off it.</summary>
public sealed class ProductPublisher
{
    private readonly IShopDbFactory _shop;
    private readonly ProductWriter _writer;
    private readonly JobQueue _jobs;
    private readonly TimeProvider _clock;

    internal ProductPublisher(IShopDbFactory shop, ProductWriter writer, JobQueue jobs, TimeProvider clock) =>
        (_shop, _writer, _jobs, _clock) = (shop, writer, jobs, clock);

    private DateTime Now => _clock.GetUtcNow().UtcDateTime;

    /// <returns>The product, or <c>staff.not_allowed</c>, <c>product.unknown</c>, <c>product.changed</c>, <c>product.archived</c>, <c>claims.marked</c>.</returns>
    public Task<Result<ProductVersion>> PublishAsync(Actor by, int id, int version, CancellationToken ct = default) =>
        ActAsync(by, id, version, "product.published", (_, product) => { (product.IsPublished, product.PublishAt) = (true, null); return null; }, ct);

    /// <summary>Takes it off the shelf, or gives up the hour that was set; it is a draft again.</summary>
    public Task<Result<ProductVersion>> UnpublishAsync(Actor by, int id, int version, CancellationToken ct = default) =>
        ActAsync(by, id, version, "product.unpublished", (_, product) => { (product.IsPublished, product.PublishAt) = (false, null); return null; }, ct);

    /// <summary>Publishes it at an hour that is set; what shoppers would read is checked now already.</summary>
    /// <param name="at">UTC.</param>
    /// <returns>The product, or what <see cref="PublishAsync"/> refuses, or <c>product.schedule_past</c>, <c>product.is_published</c>.</returns>
    public Task<Result<ProductVersion>> ScheduleAsync(Actor by, int id, int version, DateTime at, CancellationToken ct = default) =>
        at <= Now
            ? Task.FromResult<Result<ProductVersion>>(by.Refuse(Rights.EditProducts) ?? ProductProblems.TooSoon)
            : ActAsync(by, id, version, "product.scheduled", (db, product) =>
            {
                if (product.IsPublished)
                {
                    return ProductProblems.IsPublished;
                }

                product.PublishAt = at;
                _jobs.Add(db, new PublishProduct(id), at);
                return null;
            }, ct);

    /// <summary>Out of use for good: it is sold nowhere any more, and stays for the orders that name it.</summary>
    public Task<Result<ProductVersion>> ArchiveAsync(Actor by, int id, int version, CancellationToken ct = default) =>
        ActAsync(by, id, version, "product.archived", (_, product) => { (product.IsArchived, product.IsPublished, product.PublishAt) = (true, false, null); return null; }, ct);

    /// <summary>Out of the archive: a draft again.</summary>
    public Task<Result<ProductVersion>> RestoreAsync(Actor by, int id, int version, CancellationToken ct = default) =>
        ActAsync(by, id, version, "product.restored", (_, product) => { product.IsArchived = false; return null; }, ct, fromArchive: true);

    /// <summary>Publishes what is due. Repeating it changes nothing, and neither does a job of an hour that was given up.</summary>
    internal async Task PublishDueAsync(ShopDb db, int id, CancellationToken ct)
    {
        var opened = await ProductWriter.OpenAsync(db, id, version: null, ct);
        if (opened.Value is not { Product: { PublishAt: { } at, IsArchived: false } product } open || at > Now)
        {
            return;
        }

        var isMarked = await ClaimsGate.RefusalsAsync(db, id, open.Before, [], only: null, ct) is not [];
        (product.IsPublished, product.PublishAt) = (!isMarked, null);
        await _writer.WriteAsync(db, Actor.Shop, open, open.Before, isMarked ? "product.not_published" : "product.published", ct);
    }

    private async Task<Result<ProductVersion>> ActAsync(
        Actor by, int id, int version, string action, Func<ShopDb, Product, Problem?> change, CancellationToken ct, bool fromArchive = false)
    {
        if (by.Refuse(Rights.EditProducts) is { } refusal)
        {
            return refusal;
        }

        return await _shop.InTransactionAsync<Result<ProductVersion>>(
            async db =>
            {
                var opened = await ProductWriter.OpenAsync(db, id, version, ct);
                if (opened.Value is not { } open || (open.Product.IsArchived && !fromArchive))
                {
                    return opened.Problem ?? ProductProblems.Archived;
                }

                return change(db, open.Product) is { } problem ? problem : await _writer.WriteAsync(db, by, open, open.Before, action, ct);
            },
            ct);
    }
}
