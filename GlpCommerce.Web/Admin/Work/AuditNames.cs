using System.Globalization;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Content;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Resources;

namespace GlpCommerce.Web.Admin.Work;

/// <summary>Something that a row of the audit log is about, as staff know it.</summary>
/// <param name="Path">Its page; null where it has none.</param>
public sealed record AuditSubject(string Name, string? Path = null);

/// <summary>What rows of the audit log are about, and who did it: one statement for each kind of thing, however many rows there are.</summary>
public sealed record AuditNames(IReadOnlyDictionary<long, string> Accounts, IReadOnlyDictionary<int, string> Products, IReadOnlyDictionary<int, string> Articles)
{
    private const string Product = "product", Article = "article", Account = "account";

    public static readonly AuditNames None = new(new Dictionary<long, string>(), new Dictionary<int, string>(), new Dictionary<int, string>());

    /// <param name="subjects">Such as <c>order:17</c>.</param>
    /// <param name="people">Whose names are wanted besides; 0 is the shop itself.</param>
    public static async Task<AuditNames> ReadAsync(
        IReadOnlyCollection<string> subjects, IEnumerable<long> people, AccountQueries accounts, StaffProducts products, StaffArticles articles, CancellationToken ct = default)
    {
        var parts = subjects.Distinct().Select(Parts).ToList();
        return new AuditNames(
            await accounts.EmailsAsync([.. people.Concat(Of(Account)).Where(id => id > 0).Distinct()], ct),
            await products.NamesAsync([.. Rows(Product)], ct),
            await articles.TitlesAsync([.. Rows(Article)], ct));

        IEnumerable<long> Of(string kind) => parts.Where(part => part.Kind == kind && part.Id > 0).Select(part => part.Id);

        IEnumerable<int> Rows(string kind) => Of(kind).Where(id => id <= int.MaxValue).Select(id => (int)id);
    }

    public string Who(long accountId) => accountId == 0 ? StockTexts.TheShop : Accounts.GetValueOrDefault(accountId) ?? Words.Say(StockTexts.Gone, accountId);

    /// <param name="subject">As the log has it.</param>
    public AuditSubject Of(string subject)
    {
        var (kind, rest, id) = Parts(subject);
        return kind switch
        {
            "order" when id > 0 => new(Order.NumberOf(id), $"/admin/orders/{Order.NumberOf(id)}"),
            Product when id is > 0 and <= int.MaxValue => new(Products.GetValueOrDefault((int)id) ?? Words.Say(WorkTexts.SubjectProduct, id), $"/admin/products/{id}"),
            Article when id is > 0 and <= int.MaxValue => new(Articles.GetValueOrDefault((int)id) ?? Words.Say(WorkTexts.SubjectArticle, id), $"/admin/guides/{id}"),
            Account when id > 0 => new(Who(id)),
            "batch" when id > 0 => new(Words.Say(WorkTexts.SubjectBatch, id), $"/admin/products/batches/{id}"),
            "delivery" => new(Words.Say(WorkTexts.SubjectDelivery, rest), "/admin/deliveries"),
            "code" => new(Words.Say(WorkTexts.SubjectCode, rest), "/admin/codes"),
            "policy" => new(Words.Say(WorkTexts.SubjectPolicy, rest), $"/admin/policies/{rest}"),
            "view" => new(Words.Say(WorkTexts.SubjectView, rest)),
            "job" => new(WorkTexts.SubjectJob, "/admin/jobs"),
            "orders" => new(WorkTexts.SubjectOrders, "/admin/orders"),
            "rates" => new(WorkTexts.SubjectRates, "/admin/rates"),
            "staff" => new(WorkTexts.SubjectStaff),
            "audit" => new(WorkTexts.AuditTitle),
            _ => new(subject),
        };
    }

    /// <summary>Why, or which part of it: the orders and e-mails that a note names are named as staff know them.</summary>
    public string? NoteOf(AuditEntry row) => row switch
    {
        { Subject: AuditLog.OrderList, Note: { } shown } => OrdersOf(shown),
        { Action: "order.email_sent_again", Note: { } kind } when Enum.TryParse<EmailKind>(kind, out var email) => MailWords.Of(email),
        _ => row.Note,
    };

    /// <summary>The orders by their numbers; behind them may stand how many more there were.</summary>
    private string OrdersOf(string note)
    {
        var words = note.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToLookup(word => word.Contains(':', StringComparison.Ordinal));
        return string.Join(' ', [string.Join(", ", words[true].Select(subject => Of(subject).Name)), .. words[false]]);
    }

    private static (string Kind, string Name, long Id) Parts(string subject) => subject.Split(':', 2) is [var kind, var rest]
        ? (kind, rest, long.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0) : (subject, "", 0);
}
