using Coravel.Invocable;
using GlpCommerce.Core.Staff;

namespace GlpCommerce.Web.Background;

/// <summary>Notes every day, outside of the database, how the audit log ends.</summary>
internal sealed class AuditSweep(AuditAnchor anchor, IHostApplicationLifetime app) : IInvocable
{
    public Task Invoke() => anchor.NoteAsync(app.ApplicationStopping);
}
