using System.Reflection;
using System.Text.RegularExpressions;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Api;
using GlpCommerce.Web.Api.Errors;
using GlpCommerce.Web.Api.Limits;
using GlpCommerce.Web.Operations;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Docs;

/// <summary>docs/api.md explains each error that the API answers with, and none that it does not.</summary>
public sealed partial class ErrorTableTests
{
    /// <summary>What only pages or staff can meet.</summary>
    private static readonly string[] Elsewhere =
    [
        "account.gone", "account.orders_open", "account.staff", "address.gone", "addresses.full", "article.archived", "article.changed", "article.invalid",
        "article.slug_fixed", "article.slug_taken", "article.unknown", "batch.busy", "batch.change_invalid", "batch.check_failed", "batch.column_twice",
        "batch.incomplete", "batch.no_sku", "batch.not_applied", "batch.not_planned", "batch.nothing_to_do", "batch.rows_wrong", "batch.stale", "batch.too_many",
        "batch.too_old", "batch.undo_failed", "batch.undo_overtaken", "batch.undone", "batch.unknown", "batch.write_failed", "claims.marked", "claims.not_marked",
        "claims.own_text", "claims.reason_missing", "delivery.closed", "delivery.invalid", "delivery.more", "delivery.unknown", "discount.exists",
        "discount.invalid", "email.not_due", "file.empty", "file.gone", "file.not_csv", "file.not_kept", "file.not_utf8", "file.row_too_long", "file.too_large",
        "file.too_many_columns", "file.too_many_rows", "guest.has_account", "guest.orders_open", "job.not_given_up", "job.not_waiting", "key.wrong",
        "login.address_known", "login.cancelled", "login.failed", "login.no_address", "login.taken", "note.invalid", "order.address_moved", "order.cancelling",
        "order.erased", "order.frozen", "order.has_left", "order.in_account", "order.no_address", "order.not_paid", "order.not_shipped", "order.refunded",
        "order.units_gone", "passkey.name_long", "passkey.name_missing", "passkey.not_added", "passkey.refused", "passkey.stale", "passkey.too_many",
        "picture.animated", "picture.broken_off", "picture.description_too_long", "picture.empty", "picture.kind", "picture.no_description", "picture.not_kept",
        "picture.too_large", "picture.too_many", "picture.too_many_pixels", "picture.too_many_scans", "picture.too_narrow", "picture.too_small", "picture.unknown",
        "policy.changed", "policy.invalid", "policy.unknown", "product.archived", "product.changed", "product.invalid", "product.is_published",
        "product.schedule_past", "product.sku_fixed", "product.sku_taken", "product.slug_fixed", "product.slug_taken", "product.unknown", "rates.changed",
        "rates.invalid", "refund.disputed", "refund.not_paid", "refund.nothing", "refund.reason", "refund.shipping_done", "refund.too_many", "refund.too_much",
        "refund.waiting", "shipment.known", "shipment.no_carrier", "shipment.none", "shipment.tracking_invalid", "staff.last_admin", "staff.no_account",
        "staff.not_allowed", "staff.role_moved", "staff.role_unknown", "staff.unknown", "stock.adjustment_invalid", "stock.moved", "stock.promised",
        "stock.too_many", "stock.unknown", "view.name_invalid", "view.name_taken", "view.query_invalid", "view.too_many", "view.unknown",
    ];

    /// <summary>Codes that are put together from a field's name.</summary>
    private static readonly string[] Composed =
        ["name.missing", "name.long", "line1.missing", "line1.long", "line2.long", "city.missing", "city.long", "phone.long"];

    [Fact]
    public void Every_refusal_is_explained_once()
    {
        var refusals = Sources().SelectMany(text => Refusal().Matches(text)).Select(m => m.Groups[1].Value).Concat(Composed).Distinct()
            .Except(Rights.All.Select(right => right.Name)).ToList();

        Assert.Contains("stock.short", refusals);
        Assert.Contains("zip.invalid", refusals);
        Assert.Empty(Elsewhere.Except(refusals));
        Assert.Equal(refusals.Except(Elsewhere).Order(), ApiPage.Codes("Of refusals").Order());
    }

    [Fact]
    public void Only_two_kinds_of_codes_are_put_together() =>
        Assert.Equal(["{field}.long", "{field}.missing"], Sources().SelectMany(text => Put().Matches(text)).Select(m => m.Groups[1].Value).Order());

    [Fact]
    public void Every_error_of_a_request_is_explained_once()
    {
        var codes = typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!);

        Assert.Equal(codes.Order(), ApiPage.Codes("Of requests").Order());
    }

    [Fact]
    public void Every_limit_stands_there_with_its_default()
    {
        var limits = new ApiOptions();
        foreach (var setting in typeof(ApiOptions).GetProperties().Where(p => p.PropertyType == typeof(int)))
        {
            Assert.Matches($"\\| {setting.GetValue(limits)}( \\w+)? \\| `GraphQL:{setting.Name}` \\|", ApiPage.Text);
        }

        Assert.Contains($"| {RequestLimit.Default} | `{RequestLimit.Key}` |", ApiPage.Text, StringComparison.Ordinal);
        Assert.Contains($"| {SignInLimits.Default} | `{SignInLimits.Key}` |", ApiPage.Text, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Sources() => ((IEnumerable<string>)["GlpCommerce.Core", "GlpCommerce.Web"])
        .SelectMany(project => Directory.EnumerateFiles(Path.Combine(Repository.Root, project), "*.cs", SearchOption.AllDirectories))
        .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .Select(File.ReadAllText);

    [GeneratedRegex("""new(?: Problem| ApiError| UserError)?\(\s*"([a-z0-9_]+\.[a-z0-9_]+)",""")]
    private static partial Regex Refusal();

    [GeneratedRegex("""new Problem\(\s*\$"([^"]*)",""")]
    private static partial Regex Put();
}
