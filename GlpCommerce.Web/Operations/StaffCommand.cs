using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Staff;
using GlpCommerce.Core.Startup;

namespace GlpCommerce.Web.Operations;

/// <summary>
/// <c>staff add &lt;email&gt; [role]</c>: makes somebody staff without a web, and writes a password for one sign-in to standard
/// output. <c>audit verify [seal]</c>: reads the audit log and says whether it is whole. On SQLite the shop must be stopped.
/// </summary>
internal sealed class StaffCommand(string[] words)
{
    private const string Usage = "This can be: staff add <email> [staff|manager|admin], or audit verify [seal].";

    /// <summary>The command that the program was started with, or null.</summary>
    public static StaffCommand? Of(string[] args)
    {
        var words = args.TakeWhile(word => !word.StartsWith('-')).ToArray();
        return words is ["staff" or "audit", ..] ? new StaffCommand(words) : null;
    }

    /// <returns>The program's exit code.</returns>
    public async Task<int> RunAsync(IServiceProvider services)
    {
        services.GetRequiredService<InstanceLock>();
        await services.GetRequiredService<ShopStart>().RunAsync();
        return words switch
        {
            ["staff", "add", var email] => await AddAsync(services, email, Roles.Admin),
            ["staff", "add", var email, var role] => await AddAsync(services, email, role),
            ["audit", "verify"] => await VerifyAsync(services, null),
            ["audit", "verify", var seal] => await VerifyAsync(services, seal),
            _ => throw new StartupException(Usage),
        };
    }

    private static async Task<int> AddAsync(IServiceProvider services, string email, string role)
    {
        var password = Secrets.New();
        var added = await services.GetRequiredService<StaffEditor>().AddAsync(email, password, role, isTemporary: true);
        if (added.Problem is { } problem)
        {
            throw new StartupException(problem.Message);
        }

        await Console.Out.WriteLineAsync($"{email} is {role} now. Sign in with this password, and choose another one there: {password}");
        return 0;
    }

    private static async Task<int> VerifyAsync(IServiceProvider services, string? seal)
    {
        var report = await services.GetRequiredService<AuditCheck>().RunAsync(seal);
        await Console.Out.WriteLineAsync(report.Fault ?? $"The audit log is whole: {report.Entries} rows. Its seal, to be kept elsewhere: {report.Seal}");
        return report.Fault is null ? 0 : 1;
    }
}
