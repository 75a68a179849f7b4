namespace GlpCommerce.Core.Staff;

/// <summary>Something that not everybody may do.</summary>
/// <param name="Name">Also the name of the policy that asks for it.</param>
/// <param name="From">The least role that has it.</param>
/// <param name="Means">What it allows, in words for staff.</param>
public sealed record Right(string Name, string From, string Means);

/// <summary>Who may do what: the one table that pages, editors and the API ask.</summary>
public static class Rights
{
    public static readonly Right SeeOrders = new("orders.see", Roles.Staff, "See orders, and the people who placed them");
    public static readonly Right HandleOrders = new("orders.handle", Roles.Staff, "Pack, send, correct the address, cancel and add notes");
    public static readonly Right Refund = new("orders.refund", Roles.Staff, "Give money back");
    public static readonly Right SeeProducts = new("products.see", Roles.Staff, "See the catalogue as staff do");
    public static readonly Right EditProducts = new("products.edit", Roles.Staff, "Write, change and archive products");
    public static readonly Right ApproveClaims = new("claims.approve", Roles.Manager, "Approve words that the claims guard has marked");
    public static readonly Right HandleStock = new("stock.handle", Roles.Staff, "Receive deliveries, count and correct stock");
    public static readonly Right EditRules = new("rules.edit", Roles.Manager, "Make discount codes, and set what shipping costs and states take");
    public static readonly Right EditContent = new("content.edit", Roles.Manager, "Write guides, product articles and policy pages, and publish them");
    public static readonly Right ShareViews = new("views.share", Roles.Manager, "Keep views of lists for everybody");
    public static readonly Right SeeJobs = new("jobs.see", Roles.Staff, "See jobs and e-mails");
    public static readonly Right HandleJobs = new("jobs.handle", Roles.Manager, "Try failed jobs again, or give them up");
    public static readonly Right SeeAudit = new("audit.see", Roles.Manager, "Read who saw and changed what");
    public static readonly Right EditStaff = new("staff.edit", Roles.Admin, "Say who is staff, and with which role");

    public static readonly IReadOnlyList<Right> All =
        [SeeOrders, HandleOrders, Refund, SeeProducts, EditProducts, ApproveClaims, HandleStock, EditRules, EditContent, ShareViews, SeeJobs, HandleJobs, SeeAudit, EditStaff];
}
