using System.ComponentModel.DataAnnotations;

namespace GlpCommerce.Core.Common;

/// <summary>The shop itself.</summary>
public sealed class ShopOptions
{
    public const string Section = "Shop";

    /// <summary>Where the database file, pages, outbox, media and keys of a one-machine shop live. Relative paths start at the content root: the program's folder, or the project's with <c>dotnet run</c>.</summary>
    [Required(ErrorMessage = "Shop:DataPath must name a folder that the shop may write to.")]
    public string DataPath { get; set; } = "data";

    /// <summary>What shoppers read in the pages where a merchant must be named.</summary>
    public string LegalName { get; set; } = "the operator of this shop";

    /// <summary>Where shoppers reach the shop; e-mails link there.</summary>
    [Url(ErrorMessage = "Shop:PublicUrl must be the shop's own address, such as https://shop.example.com.")]
    public string PublicUrl { get; set; } = "http://localhost:5080";

    public string Address { get; set; } = "the address the operator has still to fill in (Shop:Address)";

    public string ContactEmail { get; set; } = "help@glpcommerce.example";

    /// <summary>Minutes until an unpaid order gives its stock back.</summary>
    [Range(1, 1440, ErrorMessage = "Shop:UnpaidOrderMinutes must be a number of minutes from 1 to 1440.")]
    public int UnpaidOrderMinutes { get; set; } = 30;

    /// <summary>Minutes until an order for which nobody has chosen a way to pay gives its stock back; never more than <see cref="UnpaidOrderMinutes"/>.</summary>
    [Range(1, 1440, ErrorMessage = "Shop:AwaitingPaymentMinutes must be a number of minutes from 1 to 1440.")]
    public int AwaitingPaymentMinutes { get; set; } = 10;

    /// <summary>How many units one network address may have put aside without paying.</summary>
    [Range(1, int.MaxValue, ErrorMessage = "Shop:UnpaidUnitsPerAddress must be a whole number from 1.")]
    public int UnpaidUnitsPerAddress { get; set; } = 200;

    /// <summary>Where an order is found again by its number and e-mail address.</summary>
    public string FindOrderUrl => $"{PublicUrl.TrimEnd('/')}/orders/find";

    /// <summary>The address of an order's page, as it stands in e-mails.</summary>
    public string OrderUrl(string publicId) => $"{PublicUrl.TrimEnd('/')}/orders/{publicId}";

    /// <summary>The address of one of the account's pages, as it stands in e-mails.</summary>
    /// <param name="token">What the page is to be opened with, in the letters of a key; null for none.</param>
    public string AccountUrl(string page, string? token = null) =>
        $"{PublicUrl.TrimEnd('/')}/account/{page}{(token is null ? "" : $"?token={token}")}";
}

/// <summary>The folders of a one-machine shop.</summary>
public sealed record DataFolder(string Path)
{
    public string Database => System.IO.Path.Combine(Path, "shop.db");

    public string Lock => System.IO.Path.Combine(Path, "shop.lock");

    public string Instance => System.IO.Path.Combine(Path, "instance");

    public string Outbox => System.IO.Path.Combine(Path, "outbox");

    public string Pages => System.IO.Path.Combine(Path, "pages");

    public string Media => System.IO.Path.Combine(Path, "media");

    public string Keys => System.IO.Path.Combine(Path, "keys");

    /// <summary>What <see cref="AuditSeal"/> is called.</summary>
    public const string AuditSealName = "audit-seal";

    /// <summary>How the audit log ended when that was noted last.</summary>
    public string AuditSeal => System.IO.Path.Combine(Path, AuditSealName);

    public string FirstStaffPassword => System.IO.Path.Combine(Path, "first-staff-password");
}

/// <summary>Why the shop cannot start: one sentence for the person who starts it.</summary>
public sealed class StartupException(string message, Exception? inner = null) : Exception(message, inner);
