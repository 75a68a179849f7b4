namespace GlpCommerce.Core.Data.Migrations;

/// <summary>
/// Rows of the audit log are only ever added: the database itself refuses to change and to delete them. Whoever can drop the
/// triggers can do it all the same, and is found by the seals.
/// </summary>
internal static class AuditTriggerSql
{
    public static readonly IReadOnlyList<string> Sqlite =
    [
        """
        CREATE TRIGGER "AuditEntriesNoUpdate" BEFORE UPDATE ON "AuditEntries" BEGIN
            SELECT RAISE(ABORT, 'Rows of the audit log are only ever added.');
        END
        """,
        """
        CREATE TRIGGER "AuditEntriesNoDelete" BEFORE DELETE ON "AuditEntries" BEGIN
            SELECT RAISE(ABORT, 'Rows of the audit log are only ever added.');
        END
        """,
        // INSERT OR REPLACE takes a row away without telling the trigger above.
        """
        CREATE TRIGGER "AuditEntriesNoReplace" BEFORE INSERT ON "AuditEntries"
        WHEN EXISTS (SELECT 1 FROM "AuditEntries" WHERE "Id" = new."Id") BEGIN
            SELECT RAISE(ABORT, 'Rows of the audit log are only ever added.');
        END
        """,
    ];

    public static readonly IReadOnlyList<string> NoSqlite =
        ["DROP TRIGGER \"AuditEntriesNoUpdate\"", "DROP TRIGGER \"AuditEntriesNoDelete\"", "DROP TRIGGER \"AuditEntriesNoReplace\""];

    /// <summary>For the whole statement, because that is how a table is emptied at once.</summary>
    public static readonly IReadOnlyList<string> Postgres =
    [
        """
        CREATE FUNCTION "RefuseAuditChange"() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'Rows of the audit log are only ever added.';
        END $$
        """,
        """
        CREATE TRIGGER "AuditEntriesNoChange" BEFORE UPDATE OR DELETE OR TRUNCATE ON "AuditEntries"
        FOR EACH STATEMENT EXECUTE FUNCTION "RefuseAuditChange"()
        """,
    ];

    public static readonly IReadOnlyList<string> NoPostgres =
        ["DROP TRIGGER \"AuditEntriesNoChange\" ON \"AuditEntries\"", "DROP FUNCTION \"RefuseAuditChange\"()"];
}
