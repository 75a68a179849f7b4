using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Admin.Content;
using GlpCommerce.Web.Admin.Editing;
using GlpCommerce.Web.Admin.Orders;
using GlpCommerce.Web.Admin.Products;
using GlpCommerce.Web.Admin.Rules;
using GlpCommerce.Web.Resources;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using MudBlazor.Services;

namespace GlpCommerce.Web.Admin;

/// <summary>A page of the menu.</summary>
/// <param name="Right">Who has it not, does not see the entry, and is refused at the address.</param>
public sealed record StaffPage(string Path, string Title, Right Right);

/// <summary>What the staff's pages need, and their menu.</summary>
public static class StaffPages
{
    public const string Root = "/admin";

    /// <summary>In the order in which they stand.</summary>
    public static readonly IReadOnlyList<StaffPage> Menu =
    [
        new(StaffOrderQuery.Path, StaffOrderTexts.Title, Rights.SeeOrders),
        new(ProductListQuery.Path, ProductTexts.Title, Rights.SeeProducts),
        new("/admin/stock", StockTexts.Title, Rights.HandleStock),
        new(GuideQuery.Path, GuideTexts.Title, Rights.EditContent),
        new("/admin/codes", CodeTexts.Title, Rights.EditRules),
        new(RatesPage.Path, RateTexts.Title, Rights.EditRules),
        new("/admin/jobs", WorkTexts.JobsTitle, Rights.SeeJobs),
        new("/admin/emails", WorkTexts.EmailsTitle, Rights.SeeJobs),
        new("/admin/audit", WorkTexts.AuditTitle, Rights.SeeAudit),
        new("/admin/staff", MemberTexts.Staff, Rights.EditStaff),
    ];

    /// <summary>Registers what the staff's pages need.</summary>
    public static void AddStaffPages(this IServiceCollection services)
    {
        services.AddMudServices(mud => mud.SnackbarConfiguration.PositionClass = MudBlazor.Defaults.Classes.Position.BottomCenter);
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, StaffState>();
        services.AddScoped<StaffSession>();
        services.AddScoped<KeptForms>();
        services.AddSingleton<OrderTicker>();
        services.Configure<CircuitOptions>(circuit =>
        {
            circuit.DisconnectedCircuitMaxRetained = 50;
            circuit.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(3);
        });
    }
}
