namespace GlpCommerce.Core.Merchandising;

/// <summary>
/// The statements that bring staged products into the catalogue; both databases read them. Nothing in them comes from outside but
/// their parameters: {0} is the batch.
/// </summary>
internal static class ManySql
{
    private static readonly string[] Label = ["serving", "servings", "kcal", "protein", "fiber", "addedSugar", "sodium", "potassium", "magnesium", "other"];
    private static readonly string[] Pack = ["template", "line1", "line2", "number", "unit", "what"];

    /// <summary>Each column of a product that staff fill, and the fields that it is made of.</summary>
    private static readonly (string Column, string[] Fields)[] Sources =
    [
        ("Sku", ["sku"]), ("Slug", ["slug"]), ("Name", ["name"]), ("Summary", ["summary"]), ("Description", ["description"]), ("Price", ["price"]),
        ("Category", ["category"]), ("Kind", ["kind"]), ("WeightGrams", ["weight"]), ("Needs", ["needs"]), ("Allergens", ["allergens"]), ("Diets", ["diets"]),
        ("Cautions", ["cautions"]), ("Related", ["related"]), ("Label", Label), ("Pack", Pack), ("Claim", ["claim"]), ("ArticleSlug", ["article"]),
        ("SearchWords", ["name", "summary", "category", "needs", "diets", "other", "allergens", "sku"]), ("IsSuggested", ["suggested"]),
        ("IsPublished", [ProductStates.Field]), ("PublishAt", [ProductStates.Field]), ("IsArchived", [ProductStates.Field]),
    ];

    /// <summary>The new products in the order in which they were put down.</summary>
    public static readonly string Insert = $$"""
        INSERT INTO "Products" ({{Columns("")}}, "CreatedAt", "UpdatedAt", "Version")
        SELECT {{Columns("s.")}}, {1}, {1}, 1 FROM "StagedProducts" AS s WHERE s."BatchId" = {0} AND s."IsNew" ORDER BY s."RowId"
        """;

    /// <summary>Tells the staged ones which ids they got.</summary>
    public const string Number = """
        UPDATE "StagedProducts" SET "ProductId" = (SELECT p."Id" FROM "Products" AS p WHERE p."Sku" = "StagedProducts"."Sku")
        WHERE "BatchId" = {0} AND "IsNew"
        """;

    public const string Stock = """
        INSERT INTO "Stock" ("ProductId", "OnHand", "Reserved") SELECT s."ProductId", 0, 0 FROM "StagedProducts" AS s WHERE s."BatchId" = {0} AND s."IsNew"
        """;

    public const string DropStages = """
        DELETE FROM "ProductStages" WHERE "ProductId" IN (SELECT s."ProductId" FROM "StagedProducts" AS s WHERE s."BatchId" = {0} AND s."HasStages")
        """;

    public const string AddStages = """
        INSERT INTO "ProductStages" ("ProductId", "Stage", "Position")
        SELECT s."ProductId", t."Stage", t."Position" FROM "StagedProducts" AS s JOIN "StagedStages" AS t ON t."RowId" = s."RowId"
        WHERE s."BatchId" = {0} AND s."HasStages"
        """;

    public const string History = """
        INSERT INTO "ProductChanges" ("ProductId", "Version", "Field", "Before", "After", "AccountId", "At")
        SELECT s."ProductId", s."Version" + 1, c."Field", c."Before", c."After", {1}, {2}
        FROM "StagedProducts" AS s JOIN "StagedChanges" AS c ON c."RowId" = s."RowId" WHERE s."BatchId" = {0} ORDER BY c."RowId", c."Position"
        """;

    /// <summary>
    /// Writes the products that are as old as they were when they were put down. Only columns of fields that change are named: each
    /// index on one that is named is written again, and the full text too.
    /// </summary>
    public static string Update(IReadOnlyCollection<string> fields)
    {
        var set = Sources.Where(source => source.Fields.Any(fields.Contains)).Select(source => $"\"{source.Column}\" = s.\"{source.Column}\"");
        return $$"""
            UPDATE "Products" SET {{string.Join(", ", [.. set, "\"Version\" = s.\"Version\" + 1", "\"UpdatedAt\" = {1}"])}}
            FROM "StagedProducts" AS s WHERE s."BatchId" = {0} AND NOT s."IsNew" AND s."ProductId" = "Products"."Id" AND s."Version" = "Products"."Version"
            """;
    }

    private static string Columns(string of) => string.Join(", ", Sources.Select(source => $"{of}\"{source.Column}\""));
}
