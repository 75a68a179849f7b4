using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Staff;

/// <summary>A list of which views can be kept.</summary>
/// <param name="Name">As <see cref="SavedView.Page"/> has it.</param>
/// <param name="Right">Who may see the list.</param>
/// <param name="Never">Parameters that are not kept: the place in the list, and what may name a person.</param>
public sealed record ViewPage(string Name, Right Right, IReadOnlyList<string> Never)
{
    /// <summary>What is searched among orders may be somebody's name or address, and is not kept.</summary>
    public static readonly ViewPage Orders = new("orders", Rights.SeeOrders, ["q", "before", "after"]);

    public static readonly ViewPage Products = new("products", Rights.SeeProducts, ["page"]);
}

/// <summary>A view as somebody sees it who opens the list.</summary>
/// <param name="MayChange">Whether they can give it another name, or throw it away.</param>
public sealed record ListedView(long Id, string Name, string Query, bool IsShared, bool MayChange);

/// <summary>Keeps lists as staff have filtered them: each person their own, and managers some for everybody.</summary>
public sealed class SavedViewEditor(IShopDbFactory shop, AuditLog audit, TimeProvider clock)
{
    /// <summary>As many as one person can keep.</summary>
    public const int Most = 50;

    public const int LongestName = 60;
    internal const int LongestQuery = 1_000;

    /// <summary>One's own views of a list and those for everybody, by name.</summary>
    public async Task<IReadOnlyList<ListedView>> ListAsync(ViewPage page, Actor by, CancellationToken ct = default)
    {
        if (!by.May(page.Right))
        {
            return [];
        }

        await using var db = shop.Open();
        var own = await db.SavedViews.AsNoTracking().Where(v => v.AccountId == by.AccountId && v.Page == page.Name).ToListAsync(ct);
        var shared = await db.SavedViews.AsNoTracking().Where(v => v.Page == page.Name && v.IsShared && v.AccountId != by.AccountId).ToListAsync(ct);
        return [.. own.Concat(shared).OrderBy(v => v.Name, StringComparer.CurrentCultureIgnoreCase).ThenBy(v => v.Id)
            .Select(v => new ListedView(v.Id, v.Name, v.Query, v.IsShared, MayChange(v, by)))];
    }

    /// <param name="query">What stands behind the question mark. What a view of this list never keeps is left out.</param>
    /// <returns>The view's id, or <c>staff.not_allowed</c>, <c>view.name_invalid</c>, <c>view.query_invalid</c>, <c>view.name_taken</c>, <c>view.too_many</c>.</returns>
    public async Task<Result<long>> SaveAsync(ViewPage page, string? name, string query, bool forEverybody, Actor by, CancellationToken ct = default)
    {
        if ((by.Refuse(page.Right) ?? (forEverybody ? by.Refuse(Rights.ShareViews) : null)) is { } refused)
        {
            return refused;
        }

        if (Input.Line(name) is not { Length: <= LongestName } clean)
        {
            return ViewProblems.BadName;
        }

        return Kept(page, query) is not { } kept ? ViewProblems.BadQuery : await WriteAsync(
            db => SaveAsync(
                db, new SavedView { AccountId = by.AccountId, Page = page.Name, Name = clean, Query = kept, IsShared = forEverybody, CreatedAt = clock.GetUtcNow().UtcDateTime }, by, ct),
            ct);
    }

    /// <returns>The view's id, or <c>view.unknown</c>, <c>view.name_invalid</c>, <c>view.name_taken</c>.</returns>
    public async Task<Result<long>> RenameAsync(long id, string? name, Actor by, CancellationToken ct = default) =>
        Input.Line(name) is not { Length: <= LongestName } clean ? ViewProblems.BadName : await ChangeAsync(
            id, by, "view.renamed", (_, view) => view.Name = clean, ct);

    /// <returns>The view's id, or <c>view.unknown</c>.</returns>
    public Task<Result<long>> DeleteAsync(long id, Actor by, CancellationToken ct = default) =>
        ChangeAsync(id, by, "view.deleted", (db, view) => db.SavedViews.Remove(view), ct);

    /// <summary>One's own, and as a manager what everybody has.</summary>
    private static bool MayChange(SavedView view, Actor by) => view.AccountId == by.AccountId || (view.IsShared && by.May(Rights.ShareViews));

    /// <summary>The parameters that a view keeps, written anew: nothing in it can lead elsewhere.</summary>
    /// <returns>Null for what is no query of a list.</returns>
    private static string? Kept(ViewPage page, string query)
    {
        var parts = query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split('=', 2)).Select(part => (Name: part[0], Value: Uri.UnescapeDataString(part.ElementAtOrDefault(1)?.Replace('+', ' ') ?? "")))
            .Where(part => !page.Never.Contains(part.Name)).ToList();
        var kept = string.Join('&', parts.Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value)}"));
        return kept.Length <= LongestQuery && parts.TrueForAll(part => part.Name is { Length: > 0 and <= 32 } name && name.All(char.IsAsciiLetter)) ? kept : null;
    }

    private async Task<Result<long>> WriteAsync(Func<ShopDb, Task<Result<long>>> write, CancellationToken ct)
    {
        try
        {
            return await shop.InTransactionAsync(write, ct);
        }
        catch (DbUpdateException error) when (error.IsDuplicate())
        {
            return ViewProblems.NameTaken;
        }
    }

    private async Task<Result<long>> SaveAsync(ShopDb db, SavedView view, Actor by, CancellationToken ct)
    {
        db.SavedViews.Add(view);
        await db.SaveChangesAsync(ct);
        await audit.AddAsync(db, by, "view.saved", $"view:{view.Id}", view.Page, ct);
        // Counted at the end: whoever writes down an act waits for the one before, so that two at once are counted both.
        return await db.SavedViews.CountAsync(v => v.AccountId == by.AccountId, ct) > Most ? ViewProblems.TooMany : view.Id;
    }

    private Task<Result<long>> ChangeAsync(long id, Actor by, string action, Action<ShopDb, SavedView> change, CancellationToken ct) => WriteAsync(
        async db =>
        {
            if (await db.SavedViews.SingleOrDefaultAsync(v => v.Id == id, ct) is not { } view || !MayChange(view, by))
            {
                return ViewProblems.Unknown;
            }

            change(db, view);
            await audit.AddAsync(db, by, action, $"view:{id}", view.Page, ct);
            return id;
        },
        ct);
}

public static class ViewProblems
{
    public static readonly Problem BadName = new("view.name_invalid", $"Give the view a name of up to {SavedViewEditor.LongestName} letters.", "name");

    public static readonly Problem NameTaken = new("view.name_taken", "You have a view of this name already.", "name");

    public static readonly Problem BadQuery = new("view.query_invalid", "These filters cannot be kept.");

    public static readonly Problem TooMany = new("view.too_many", $"You have {SavedViewEditor.Most} views already. Throw one away first.");

    public static readonly Problem Unknown = new("view.unknown", "This view is not there any more, or it is not yours.");
}
