using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Jobs;

/// <summary>
/// Takes due rows, all in one statement, which is the lock as well. Each priority is looked up by itself, oldest first: that
/// is the order of the index of open rows, so what is not due yet (every order leaves its expiry waiting) is never read.
/// </summary>
internal sealed class JobClaim
{
    /// <summary>A waiting job gains one step of priority in this time, so that nothing starves.</summary>
    private static readonly TimeSpan Aging = TimeSpan.FromMinutes(5);

    /// <summary>By name: what is prepared once must go on when a newer version adds a column.</summary>
    private const string Columns = """
        "Id", "Kind", "Payload", "Priority", "CreatedAt", "DueAt", "Attempts", "LeasedUntil", "LeaseToken", "LeaseOwner", "DoneAt", "DeadAt", "LastError"
        """;

    private readonly JobSpec[] _specs;
    private readonly string _sql;

    public JobClaim(DatabaseProvider provider, IEnumerable<JobSpec> specs)
    {
        _specs = [.. specs];
        _sql = Sql(provider == DatabaseProvider.Postgres);
    }

    /// <summary>Leases up to <paramref name="limit"/> rows to <paramref name="owner"/>.</summary>
    /// <returns>The rows, the most urgent first.</returns>
    public async Task<IReadOnlyList<Job>> TakeAsync(ShopDb db, int limit, string owner, DateTime now)
    {
        var (old, older) = (now - Aging, now - Aging - Aging);
        object[] parameters =
        [
            now, old, older, limit, Guid.NewGuid(), owner, .. _specs.Select(spec => spec.Name), .. _specs.Select(spec => (object)(now + spec.Lease)),
        ];

        // Not to be broken off: what is taken here must reach whoever runs it.
        var taken = await db.Jobs.FromSqlRaw(_sql, parameters).AsNoTracking().ToListAsync(CancellationToken.None);
        return [.. taken.OrderBy(Urgency).ThenBy(job => job.DueAt).ThenBy(job => job.Id)];

        int Urgency(Job job) => job.Priority - (job.DueAt < older ? 2 : job.DueAt < old ? 1 : 0);
    }

    /// <summary>The parameters are those of <see cref="TakeAsync"/>, in that order.</summary>
    private string Sql(bool postgres)
    {
        var kinds = Enumerable.Range(6, _specs.Length).ToList();
        var known = string.Join(", ", kinds.Select(kind => $"{{{kind}}}"));
        var leases = string.Join(" ", kinds.Select(kind => $"WHEN {{{kind}}} THEN {{{kind + _specs.Length}}}"));
        // What another process is just taking is passed over. SQLite has one writer at a time, and no need to say so.
        var (skip, among) = postgres ? ("FOR UPDATE SKIP LOCKED", "= ANY (ARRAY") : ("", "IN (");
        var oldest = Enum.GetValues<JobPriority>().Select(priority => $$"""
            SELECT * FROM (
                SELECT "Id", "Priority", "DueAt" FROM "Jobs"
                WHERE "DoneAt" IS NULL AND "DeadAt" IS NULL AND "Priority" = {{(int)priority}} AND "DueAt" <= {0}
                    AND ("LeasedUntil" IS NULL OR "LeasedUntil" < {0}) AND "Kind" IN ({{known}})
                ORDER BY "DueAt" LIMIT {3} {{skip}}) AS "{{priority}}"
            """);
        return $$"""
            UPDATE "Jobs" SET "LeaseToken" = {4}, "LeaseOwner" = {5}, "LeasedUntil" = CASE "Kind" {{leases}} END, "Attempts" = "Attempts" + 1
            WHERE "Id" {{among}} (
                SELECT "Id" FROM ({{string.Join(" UNION ALL ", oldest)}}) AS "Due"
                ORDER BY "Priority" - CASE WHEN "DueAt" < {2} THEN 2 WHEN "DueAt" < {1} THEN 1 ELSE 0 END, "DueAt" LIMIT {3}))
            RETURNING {{Columns}}
            """;
    }
}
