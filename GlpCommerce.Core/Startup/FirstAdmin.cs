using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GlpCommerce.Core.Startup;

/// <summary>
/// A shop without an administrator gets one: the one that the settings name, or in Development one of its own, whose
/// password lies in a file that only the shop's own user may read.
/// </summary>
public sealed partial class FirstAdmin(StaffEditor staff, DataFolder folder, IOptions<StaffOptions> settings, ILogger<FirstAdmin> logger)
{
    /// <exception cref="StartupException">Outside Development nobody is named, or what is named cannot be.</exception>
    public async Task EnsureAsync(bool isDevelopment, CancellationToken ct = default)
    {
        while (!await staff.HasAdminAsync(ct))
        {
            try
            {
                await AddAsync(isDevelopment, ct);
                return;
            }
            catch (DbUpdateException error) when (error.IsDuplicate())
            {
                // Another machine started at the same moment and was faster.
            }
        }
    }

    private async Task AddAsync(bool isDevelopment, CancellationToken ct)
    {
        var (email, password) = (settings.Value.Email, settings.Value.Password);
        if (email.Length > 0 || password.Length > 0)
        {
            var named = await staff.AddAsync(email, password, Roles.Admin, isTemporary: false, ct);
            _ = named.Succeeded ? named.Value : throw new StartupException($"Staff:Email and Staff:Password cannot be the first administrator's: {named.Problem!.Message}");
        }
        else if (isDevelopment)
        {
            await MakeAsync(ct);
        }
        else
        {
            throw new StartupException(
                "Staff:Email and Staff:Password are missing: nobody can run this shop yet. Set both for one start, or run the program once with 'staff add <email>'.");
        }
    }

    private async Task MakeAsync(CancellationToken ct)
    {
        var password = Secrets.New();
        FirstPassword.Write(folder, password);
        await staff.AddAsync(EmailAddress.OfThisMachine, password, Roles.Admin, isTemporary: true, ct);
        LogMade(EmailAddress.OfThisMachine, folder.FirstStaffPassword);
    }

    [LoggerMessage(LogLevel.Information, "Sign in as {Email} to run the shop; the password is in {Path}, and is to be changed")]
    private partial void LogMade(string email, string path);
}
