using System.Globalization;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Core.Staff;

namespace GlpCommerce.Core.BulkEdits;

/// <summary>Makes of each row of one file what its product is to become.</summary>
internal sealed class FileReading
{
    /// <summary>Lists whose values never hold a comma: people may part them so.</summary>
    private static readonly string[] CommaLists = ["stages", "needs", "diets", "related"];

    private readonly Dictionary<string, int> _at = [];
    private readonly Dictionary<string, int> _seen = [];
    private readonly HashSet<string> _handles = [];
    private readonly ShopifyCells _shopify;
    private readonly KnownSkus _known;

    public FileReading(ImportOrder order, ShopifyCells shopify, KnownSkus known)
    {
        (Order, _shopify, _known) = (order, shopify, known);
        for (var at = 0; at < order.Targets.Count; at++)
        {
            if (order.Targets[at] is { } target)
            {
                _at[target] = at;
            }
        }
    }

    public ImportOrder Order { get; }

    public FileNotices Notices { get; } = new();

    /// <summary>A row's cell, as it was before it was made harmless for spreadsheets; null when the file has no such column.</summary>
    public string? Cell(CsvLine line, string target) => _at.TryGetValue(target, out var at) && at < line.Cells.Count ? CsvCell.Restore(line.Cells[at]) : null;

    /// <summary>A row's SKU as the shop writes it; empty when it names none.</summary>
    public string Sku(CsvLine line) => _known.Written(Cell(line, "sku")?.Trim() ?? "");

    /// <returns>Null for a row that is about no product.</returns>
    public PlannedRow? Read(CsvLine line, IReadOnlyList<Product> products)
    {
        var (sku, slug) = (Sku(line), Cell(line, "slug")?.Trim() ?? "");
        if (line.Cells.Count != Order.Header.Count)
        {
            return Wrong(line, sku, null, string.Create(
                CultureInfo.InvariantCulture, $"This row has {line.Cells.Count} cells, and the first row {Order.Header.Count}. Look for a quotation mark or a separator too many."));
        }

        if (Order.IsShopify && slug != "" && !_handles.Add(slug))
        {
            return Repeated(line, sku);
        }

        var product = products.FirstOrDefault(p => sku != "" ? p.Sku == sku : p.Slug == slug);
        sku = sku == "" ? product?.Sku ?? "" : sku;
        if (sku == "")
        {
            return Wrong(line, sku, "sku", "This row has no SKU.");
        }

        var key = product?.Sku ?? sku.ToUpperInvariant();
        return _seen.TryAdd(key, line.Number)
            ? Row(line, sku, product)
            : Wrong(line, sku, "sku", string.Create(CultureInfo.InvariantCulture, $"The SKU {Short(sku)} stands in row {_seen[key]} already."));
    }

    private PlannedRow Row(CsvLine line, string sku, Product? product)
    {
        var form = product is null ? new FieldForm { ["suggested"] = "yes", ["template"] = new PackDesign().Template } : ProductForm.Of(product);
        form["sku"] = sku;
        foreach (var field in ProductFields.All.Where(field => field.Name != "sku"))
        {
            if (Cell(line, field.Name) is { } cell && !(cell.Trim() == "" && (field.Name == "slug" || (product is null && field.Name is "suggested" or "template"))))
            {
                form[field.Name] = Text(field.Name, cell, form[field.Name]);
            }
        }

        Shopify(line, form);
        foreach (var (field, text) in product is null ? Order.Defaults : new Dictionary<string, string>())
        {
            form[field] = form[field] == "" ? text : form[field];
        }

        var problems = new List<RowProblem>();
        var state = State(line, product, problems);
        var row = new PlannedRow(line.Number, sku, form["name"], new ProductWish(product, form, problems.Count == 0 ? state : null));
        row.Problems.AddRange(problems);
        return row;
    }

    private void Shopify(CsvLine line, FieldForm form)
    {
        if (Cell(line, FileColumns.Html) is { } html)
        {
            form["description"] = _shopify.Description(html, form["description"]);
        }

        if (Cell(line, FileColumns.Type) is { Length: > 0 } type)
        {
            form["category"] = ShopifyCells.Category(type);
        }

        if (Cell(line, FileColumns.Tags) is { } tags)
        {
            Notices.Tags += ShopifyCells.Tags(tags, form);
        }

        if (Order.IsShopify && form["summary"] == "" && form["description"] != "")
        {
            Notices.Summaries++;
            form["summary"] = Beginning(form["description"]);
        }
    }

    /// <summary>Null to leave it as it is.</summary>
    private string? State(CsvLine line, Product? product, List<RowProblem> problems)
    {
        var present = product?.Written() ?? nameof(ProductState.Draft);
        var typed = Cell(line, ProductStates.Field)?.Trim() is { Length: > 0 } text ? text
            : ShopifyCells.State(Cell(line, FileColumns.Status), Cell(line, FileColumns.Published), present);
        if (typed is null || typed == present)
        {
            return null;
        }

        string[] states = [nameof(ProductState.Draft), nameof(ProductState.Published), nameof(ProductState.Archived)];
        if (states.FirstOrDefault(state => state.Equals(typed, StringComparison.OrdinalIgnoreCase)) is { } known)
        {
            if (product?.Refuse(known) is { } refusal)
            {
                problems.Add(new RowProblem(Order.ColumnOf(ProductStates.Field), refusal.Message));
                return null;
            }

            return known;
        }

        problems.Add(new RowProblem(Order.ColumnOf(ProductStates.Field), typed.StartsWith(nameof(ProductState.Scheduled), StringComparison.OrdinalIgnoreCase)
            ? "An hour is set on the product's own page, not by a file." : $"\"{Short(typed)}\" is none of these: {string.Join(", ", states)}."));
        return null;
    }

    private PlannedRow? Repeated(CsvLine line, string sku)
    {
        if (sku == "" && string.IsNullOrWhiteSpace(Cell(line, "price")))
        {
            Notices.Pictures++;
            return null;
        }

        return Wrong(line, sku, "slug", "This shop keeps no variants. Give each of them a handle and a title of its own.");
    }

    private PlannedRow Wrong(CsvLine line, string sku, string? field, string sentence)
    {
        var row = new PlannedRow(line.Number, sku, Cell(line, "name") ?? "", null);
        row.Problems.Add(new RowProblem(field is null ? null : Order.ColumnOf(field), sentence));
        return row;
    }

    private static string Text(string field, string cell, string present)
    {
        var text = cell.ReplaceLineEndings("\n");
        return cell == present || text == present ? present
            : CommaLists.Contains(field) && !text.Contains('\n', StringComparison.Ordinal) ? string.Join('\n', text.Split([',', ';', '|'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            : text;
    }

    private static string Beginning(string description)
    {
        const int Longest = 200;
        var line = description.Split('\n')[0].Trim('#', '*', '-', ' ');
        return line.Length <= Longest ? line : line[..(line.LastIndexOf(' ', Longest) is > 0 and var at ? at : Longest)] + "…";
    }

    private static string Short(string text) => text.Length > 40 ? Input.Cut(text, 40) + "…" : text;
}
