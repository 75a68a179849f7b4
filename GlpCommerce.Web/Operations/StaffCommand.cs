using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Privacy;
using GlpCommerce.Core.Staff;
using GlpCommerce.Core.Startup;

namespace GlpCommerce.Web.Operations;

/// <summary>
/// <c>staff add &lt;email&gt; [role]</c>: makes somebody staff without a web, and writes a password for one sign-in to standard
/// output. <c>audit verify [seal]</c>: reads the audit log and says whether it is whole. <c>guest export &lt;email&gt; &lt;file&gt;</c> and
/// <c>guest erase &lt;email&gt;</c>: what the shop keeps about somebody without an account. On SQLite the shop must be stopped.
/// </summary>
internal sealed class StaffCommand(string[] words)
{
    private const string Usage = "This can be: staff add <email> [staff|manager|admin], audit verify [seal], guest export <email> <file>, or guest erase <email>.";

    /// <summary>The command that the program was started with, or null.</summary>
    public static StaffCommand? Of(string[] args)
    {
        var words = args.TakeWhile(word => !word.StartsWith('-')).ToArray();
        return words is ["staff" or "audit" or "guest", ..] ? new StaffCommand(words) : null;
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
            ["guest", "export", var email, var file] => await ExportAsync(services, email, file),
            ["guest", "erase", var email] => await EraseAsync(services, email),
            _ => throw new StartupException(Usage),
        };
    }

    private static async Task<int> AddAsync(IServiceProvider services, string email, string role)
    {
        var password = Secrets.New();
        Done(await services.GetRequiredService<StaffEditor>().AddAsync(email, password, role, isTemporary: true));
        await Console.Out.WriteLineAsync($"{email} is {role} now. Sign in with this password, and choose another one there: {password}");
        return 0;
    }

    private static async Task<int> VerifyAsync(IServiceProvider services, string? seal)
    {
        var report = await services.GetRequiredService<AuditCheck>().RunAsync(seal);
        await Console.Out.WriteLineAsync(report.Fault ?? $"The audit log is whole: {report.Entries} rows. Its seal, to be kept elsewhere: {report.Seal}");
        return report.Fault is null ? 0 : 1;
    }

    /// <summary>Into a file that only the one who runs this can read.</summary>
    private static async Task<int> ExportAsync(IServiceProvider services, string email, string path)
    {
        var file = Done(await services.GetRequiredService<GuestOrders>().ExportAsync(email, Actor.Shop));
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            await using var written = new FileStream(path, options);
            await written.WriteAsync(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The file cannot be written: {error.Message}", error);
        }

        await Console.Out.WriteLineAsync($"All that is kept about this guest stands in {path}. Send it to that address alone, and delete it.");
        return 0;
    }

    private static async Task<int> EraseAsync(IServiceProvider services, string email)
    {
        var orders = Done(await services.GetRequiredService<GuestOrders>().EraseAsync(email, Actor.Shop));
        await Console.Out.WriteLineAsync(orders == 0 ? "No order of a guest has this address." : $"{orders} orders no longer say whose they were.");
        return 0;
    }

    private static T Done<T>(Result<T> result) => result.Problem is { } problem ? throw new StartupException(problem.Message) : result.Value!;
}
