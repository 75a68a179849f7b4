using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Merchandising;

/// <summary>
/// The pictures of products as staff arrange them. Adding one overwrites nothing and asks for no version; every other act
/// says which version it starts from.
/// </summary>
public sealed class PictureEditor
{
    private readonly IShopDbFactory _shop;
    private readonly ProductWriter _writer;
    private readonly PictureIntake _intake;
    private readonly JobQueue _jobs;
    private readonly TimeProvider _clock;

    internal PictureEditor(IShopDbFactory shop, ProductWriter writer, PictureIntake intake, JobQueue jobs, TimeProvider clock) =>
        (_shop, _writer, _intake, _jobs, _clock) = (shop, writer, intake, jobs, clock);

    /// <summary>Adds a picture behind those that are there. A job makes the shop's own files of it.</summary>
    /// <param name="file">As it came, whatever it is.</param>
    /// <param name="alt">What it shows, in words.</param>
    /// <returns>The product, or <c>staff.not_allowed</c>, <c>product.unknown</c>, <c>picture.no_description</c>, <c>picture.description_too_long</c>,
    /// <c>picture.too_many</c>, <c>picture.not_kept</c>, <c>claims.marked</c>, or what <see cref="PictureCheck"/> refuses.</returns>
    public async Task<Result<ProductVersion>> AddAsync(Actor by, int productId, byte[] file, string alt, CancellationToken ct = default)
    {
        var said = Alt(alt, out var refusal);
        if ((by.Refuse(Rights.EditProducts) ?? refusal ?? PictureCheck.Refuse(file) ?? await FullAsync(productId, ct)) is { } problem)
        {
            return problem;
        }

        if (await _intake.KeepAsync(file, ct) is not { } taken)
        {
            return PictureProblems.NotKept;
        }

        var added = await _shop.InTransactionAsync(db => AddAsync(db, by, productId, taken, said, ct), ct);
        if (!added.Succeeded)
        {
            await _intake.ForgetAsync(taken);
        }

        return added;
    }

    /// <summary>Says anew what a picture shows.</summary>
    /// <returns>The product, or <c>staff.not_allowed</c>, <c>product.unknown</c>, <c>product.changed</c>, <c>picture.unknown</c>,
    /// <c>picture.no_description</c>, <c>picture.description_too_long</c>, <c>claims.marked</c>.</returns>
    public Task<Result<ProductVersion>> DescribeAsync(Actor by, int productId, int version, int pictureId, string alt, CancellationToken ct = default)
    {
        var said = Alt(alt, out var refusal);
        return refusal is not null
            ? Task.FromResult<Result<ProductVersion>>(by.Refuse(Rights.EditProducts) ?? refusal)
            : ActAsync(by, productId, version, pictureId, "product.picture_described", (_, _, picture) =>
            {
                var before = picture.Alt;
                picture.Alt = said;
                return before == said ? null : new TextChange(AltTexts.NameOf(picture), before, said);
            }, ct);
    }

    /// <summary>Moves a picture by so many places: -1 is one further to the front.</summary>
    public Task<Result<ProductVersion>> MoveAsync(Actor by, int productId, int version, int pictureId, int places, CancellationToken ct = default) =>
        ActAsync(by, productId, version, pictureId, "product.pictures_moved", (_, product, picture) =>
        {
            var before = AltTexts.InOrder(product.Pictures);
            var order = product.Pictures.OrderBy(p => p.Position).ToList();
            var (from, to) = (order.IndexOf(picture), Math.Clamp(order.IndexOf(picture) + places, 0, order.Count - 1));
            order.RemoveAt(from);
            order.Insert(to, picture);
            Number(order);
            return from == to ? null : new TextChange(AltTexts.Order, before, AltTexts.InOrder(order));
        }, ct);

    /// <summary>Takes a picture away; a job deletes its files.</summary>
    public Task<Result<ProductVersion>> RemoveAsync(Actor by, int productId, int version, int pictureId, CancellationToken ct = default) =>
        ActAsync(by, productId, version, pictureId, "product.picture_removed", (db, product, picture) =>
        {
            db.Remove(picture);
            product.Pictures.Remove(picture);
            Number(product.Pictures.OrderBy(p => p.Position));
            _jobs.Add(db, new ClearPicture(picture.Key, picture.Original));
            return new TextChange(AltTexts.NameOf(picture), picture.Alt, "");
        }, ct);

    private static void Number(IEnumerable<ProductPicture> inOrder)
    {
        foreach (var (position, picture) in inOrder.ToList().Index())
        {
            picture.Position = position;
        }
    }

    private static string Alt(string typed, out Problem? refusal)
    {
        var text = typed.Length > PictureLimits.LongestAlt * 4 ? typed : Input.Line(typed) ?? "";
        refusal = text == "" ? PictureProblems.AltMissing : text.Length > PictureLimits.LongestAlt ? PictureProblems.AltTooLong : null;
        return text;
    }

    /// <summary>Asked before anything is kept; the transaction asks again.</summary>
    private async Task<Problem?> FullAsync(int productId, CancellationToken ct)
    {
        await using var db = _shop.Open();
        return !await db.Products.AnyAsync(p => p.Id == productId, ct) ? ProductProblems.Unknown
            : await db.ProductPictures.CountAsync(p => p.ProductId == productId, ct) >= PictureLimits.Most ? PictureProblems.TooMany
            : null;
    }

    private async Task<Result<ProductVersion>> AddAsync(ShopDb db, Actor by, int productId, TakenPicture taken, string alt, CancellationToken ct)
    {
        // Whoever adds at the same moment waits here, so that places and their number are counted rightly.
        await db.Products.Where(p => p.Id == productId).ExecuteUpdateAsync(set => set.SetProperty(p => p.Version, p => p.Version), ct);
        var opened = await ProductWriter.OpenAsync(db, productId, version: null, ct);
        if (opened.Value is not { } open)
        {
            return opened.Problem!;
        }

        await ClaimsGate.PicturesAsync(db, productId, ct);
        if (open.Product.Pictures.Count >= PictureLimits.Most)
        {
            return PictureProblems.TooMany;
        }

        var picture = new ProductPicture
        {
            ProductId = productId, Position = open.Product.Pictures.Count, Alt = alt, Key = taken.Key, Original = taken.Original, AddedAt = _clock.GetUtcNow().UtcDateTime,
        };
        db.ProductPictures.Add(picture);
        _jobs.Add(db, new PreparePicture(picture.Key));
        return await _writer.WriteAsync(db, by, open, open.Before, "product.picture_added", ct, new TextChange(AltTexts.NameOf(picture), "", picture.Alt));
    }

    private async Task<Result<ProductVersion>> ActAsync(
        Actor by, int productId, int version, int pictureId, string action, Func<ShopDb, Product, ProductPicture, TextChange?> change, CancellationToken ct)
    {
        if (by.Refuse(Rights.EditProducts) is { } refusal)
        {
            return refusal;
        }

        return await _shop.InTransactionAsync<Result<ProductVersion>>(
            async db =>
            {
                var opened = await ProductWriter.OpenAsync(db, productId, version, ct);
                if (opened.Value is not { } open)
                {
                    return opened.Problem!;
                }

                var pictures = await ClaimsGate.PicturesAsync(db, productId, ct);
                return pictures.FirstOrDefault(p => p.Id == pictureId) is { } picture
                    ? await _writer.WriteAsync(db, by, open, open.Before, action, ct, change(db, open.Product, picture))
                    : PictureProblems.Unknown;
            },
            ct);
    }
}
