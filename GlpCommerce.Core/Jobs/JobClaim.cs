using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Jobs;

/// <summary>
/// Takes due rows, all in one statement, which is the lock as well. Each priority is looked up by itself, oldest first: that
/// is the order of the index of open rows, so what is not due yet (every order leaves its expiry waiting) is never read.
/// A bounded kind is cut to the room it has, and one without room is not looked at.
/// </summary>
internal sealed class JobClaim
{
    /// <summary>A waiting job gains one step of priority in this time, so that nothing starves.</summary>
    private static readonly TimeSpan Aging = TimeSpan.FromMinutes(5);

    /// <summary>Stands where the name of a kind without room would.</summary>
    private const string Nobody = "";

    /// <summary>By name: what is prepared once must go on when a newer version adds a column.</summary>
    private const string Columns = """
        "Id", "Kind", "Payload", "Priority", "CreatedAt", "DueAt", "Attempts", "LeasedUntil", "LeaseToken", "LeaseOwner", "DoneAt", "DeadAt", "LastError"
        """;

    private readonly JobSpec[] _specs;
    private readonly JobSpec[] _bounded;
    private readonly string _sql;

    public JobClaim(DatabaseProvider provider, IEnumerable<JobSpec> specs)
    {
        _specs = [.. specs];
        _bounded = [.. _specs.Where(spec => spec.IsBounded)];
        _sql = Sql(provider == DatabaseProvider.Postgres);
    }

    /// <summary>Leases up to <paramref name="limit"/> rows to <paramref name="owner"/>.</summary>
    /// <param name="low">Of these, rows of low priority at most.</param>
    /// <param name="room">Of these, rows of each bounded kind at most.</param>
    /// <returns>The rows, the most urgent first.</returns>
    public async Task<IReadOnlyList<Job>> TakeAsync(ShopDb db, int limit, int low, IReadOnlyDictionary<string, int> room, string owner, DateTime now)
    {
        var (old, older) = (now - Aging, now - Aging - Aging);
        object[] parameters =
        [
            now, old, older, limit, Guid.NewGuid(), owner, Math.Clamp(low, 0, limit),
            .. _specs.Select(spec => room.GetValueOrDefault(spec.Name, limit) > 0 ? spec.Name : Nobody),
            .. _specs.Select(spec => (object)(now + spec.Lease)), .. _bounded.Select(spec => (object)room[spec.Name]),
        ];

        // Not to be broken off: what is taken here must reach whoever runs it.
        var taken = await db.Jobs.FromSqlRaw(_sql, parameters).AsNoTracking().ToListAsync(CancellationToken.None);
        return [.. taken.OrderBy(Urgency).ThenBy(job => job.DueAt).ThenBy(job => job.Id)];

        int Urgency(Job job) => job.Priority - (job.DueAt < older ? 2 : job.DueAt < old ? 1 : 0);
    }

    /// <summary>The parameters are those of <see cref="TakeAsync"/>, in that order.</summary>
    private string Sql(bool postgres)
    {
        var kinds = Enumerable.Range(7, _specs.Length).ToList();
        var known = string.Join(", ", kinds.Select(kind => $"{{{kind}}}"));
        var leases = string.Join(" ", kinds.Select(kind => $"WHEN {{{kind}}} THEN {{{kind + _specs.Length}}}"));
        // What another process is just taking is passed over. SQLite has one writer at a time, and no need to say so.
        var (skip, among) = postgres ? ("FOR UPDATE SKIP LOCKED", "= ANY (ARRAY") : ("", "IN (");
        var oldest = Enum.GetValues<JobPriority>().Select(priority => $$"""
            SELECT * FROM (
                SELECT "Id", "Kind", "Priority", "DueAt" FROM "Jobs"
                WHERE "DoneAt" IS NULL AND "DeadAt" IS NULL AND "Priority" = {{(int)priority}} AND "DueAt" <= {0}
                    AND ("LeasedUntil" IS NULL OR "LeasedUntil" < {0}) AND "Kind" IN ({{known}})
                ORDER BY "DueAt" LIMIT {{(priority == JobPriority.Low ? "{6}" : "{3}")}} {{skip}}) AS "{{priority}}"
            """);
        return $$"""
            UPDATE "Jobs" SET "LeaseToken" = {4}, "LeaseOwner" = {5}, "LeasedUntil" = CASE "Kind" {{leases}} END, "Attempts" = "Attempts" + 1
            WHERE "Id" {{among}} (
                SELECT "Id" FROM ({{WithinRoom(string.Join(" UNION ALL ", oldest))}}) AS "Due"
                ORDER BY "Priority" - CASE WHEN "DueAt" < {2} THEN 2 WHEN "DueAt" < {1} THEN 1 ELSE 0 END, "DueAt" LIMIT {3}))
            RETURNING {{Columns}}
            """;
    }

    private string WithinRoom(string due)
    {
        var first = 7 + (2 * _specs.Length);
        var rooms = string.Join(" ", _bounded.Index().Select(kind => $"WHEN {{{7 + Array.IndexOf(_specs, kind.Item)}}} THEN {{{first + kind.Index}}}"));
        return rooms == "" ? due : $$"""
            SELECT * FROM (SELECT "All".*, ROW_NUMBER() OVER (PARTITION BY "Kind" ORDER BY "DueAt") AS "Nth" FROM ({{due}}) AS "All") AS "Counted"
            WHERE "Nth" <= CASE "Kind" {{rooms}} ELSE {3} END
            """;
    }
}
