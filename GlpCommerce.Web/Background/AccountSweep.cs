using Coravel.Invocable;
using GlpCommerce.Core.Accounts;

namespace GlpCommerce.Web.Background;

/// <summary>Throws away every hour what accounts need no more.</summary>
internal sealed class AccountSweep(AccountHousekeeping housekeeping, IHostApplicationLifetime app) : IInvocable
{
    public Task Invoke() => housekeeping.RunAsync(app.ApplicationStopping);
}
