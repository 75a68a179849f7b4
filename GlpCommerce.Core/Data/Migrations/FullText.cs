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
}
