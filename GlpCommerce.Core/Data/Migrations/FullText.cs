namespace GlpCommerce.Core.Data.Migrations;

/// <summary>The full-text indexes, which EF Core has no words for. Each database keeps its own up to date by itself.</summary>
internal static class FullText
{
    /// <summary>FTS5 over the table's own columns, with Porter stems and without accents; triggers follow every change of the words.</summary>
    public static readonly IReadOnlyList<string> Sqlite =
    [
        """
        CREATE VIRTUAL TABLE "ProductSearch" USING fts5(
            "Name", "SearchWords", content='Products', content_rowid='Id', tokenize='porter unicode61 remove_diacritics 2')
        """,
        """
        CREATE TRIGGER "ProductSearchInsert" AFTER INSERT ON "Products" BEGIN
            INSERT INTO "ProductSearch" (rowid, "Name", "SearchWords") VALUES (new."Id", new."Name", new."SearchWords");
        END
        """,
        """
        CREATE TRIGGER "ProductSearchDelete" AFTER DELETE ON "Products" BEGIN
            INSERT INTO "ProductSearch" ("ProductSearch", rowid, "Name", "SearchWords")
            VALUES ('delete', old."Id", old."Name", old."SearchWords");
        END
        """,
        """
        CREATE TRIGGER "ProductSearchUpdate" AFTER UPDATE OF "Name", "SearchWords" ON "Products" BEGIN
            INSERT INTO "ProductSearch" ("ProductSearch", rowid, "Name", "SearchWords")
            VALUES ('delete', old."Id", old."Name", old."SearchWords");
            INSERT INTO "ProductSearch" (rowid, "Name", "SearchWords") VALUES (new."Id", new."Name", new."SearchWords");
        END
        """,
    ];

    /// <summary>A generated tsvector with English stems; the name weighs more (A) than the rest (C).</summary>
    public static readonly IReadOnlyList<string> Postgres =
    [
        """
        ALTER TABLE "Products" ADD COLUMN "SearchVector" tsvector GENERATED ALWAYS AS (
            setweight(to_tsvector('english', "Name"), 'A') || setweight(to_tsvector('english', "SearchWords"), 'C')) STORED
        """,
        """
        CREATE INDEX "IX_Products_SearchVector" ON "Products" USING GIN ("SearchVector")
        """,
    ];

    /// <summary>
    /// The names on parcels, word by word; triggers follow every change of an address. What is taken out is wiped out of the index
    /// at once, so that an erased name is nowhere.
    /// </summary>
    public static readonly IReadOnlyList<string> SqliteNames =
    [
        """
        CREATE VIRTUAL TABLE "OrderNames" USING fts5("Name", tokenize='unicode61 remove_diacritics 2')
        """,
        """
        INSERT INTO "OrderNames" ("OrderNames", rank) VALUES ('secure-delete', 1)
        """,
        """
        INSERT INTO "OrderNames" (rowid, "Name") SELECT "Id", json_extract("Address", '$.Name') FROM "Orders" WHERE "Address" IS NOT NULL
        """,
        """
        CREATE TRIGGER "OrderNamesInsert" AFTER INSERT ON "Orders" WHEN new."Address" IS NOT NULL BEGIN
            INSERT INTO "OrderNames" (rowid, "Name") VALUES (new."Id", json_extract(new."Address", '$.Name'));
        END
        """,
        """
        CREATE TRIGGER "OrderNamesUpdate" AFTER UPDATE OF "Address" ON "Orders" BEGIN
            DELETE FROM "OrderNames" WHERE rowid = old."Id";
            INSERT INTO "OrderNames" (rowid, "Name") SELECT new."Id", json_extract(new."Address", '$.Name') WHERE new."Address" IS NOT NULL;
        END
        """,
        """
        CREATE TRIGGER "OrderNamesDelete" AFTER DELETE ON "Orders" BEGIN
            DELETE FROM "OrderNames" WHERE rowid = old."Id";
        END
        """,
    ];

    /// <summary>The words of an order's parcel name, without the accents that people leave out; a query asks for this very expression.</summary>
    public const string PostgresName =
        "to_tsvector('simple', translate(lower(coalesce(\"Address\" ->> 'Name', '')), 'áàâäãåéèêëíìîïóòôöõøúùûüñçýÿ', 'aaaaaaeeeeiiiioooooouuuuncyy'))";

    public static readonly IReadOnlyList<string> PostgresNames =
    [
        $"""
        CREATE INDEX "IX_Orders_Recipient" ON "Orders" USING GIN ({PostgresName})
        """,
    ];
}
