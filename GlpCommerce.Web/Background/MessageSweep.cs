using Coravel.Invocable;
using GlpCommerce.Core.Checkout;

namespace GlpCommerce.Web.Background;

/// <summary>Asks every hour for the messages of payment providers that never came.</summary>
internal sealed class MessageSweep(MissedMessages messages, IHostApplicationLifetime app) : IInvocable
{
    public Task Invoke() => messages.RunAsync(app.ApplicationStopping);
}
