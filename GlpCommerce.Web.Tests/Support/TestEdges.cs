using GlpCommerce.Core.Media;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Payments;
using MimeKit;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>A mail carrier that remembers what it took, and can be told to refuse or to break.</summary>
public sealed class TestMail : IEmailSender
{
    public List<MimeMessage> Sent { get; } = [];

    /// <summary>Thrown before the message is taken, once for each entry.</summary>
    public Queue<Exception> Troubles { get; } = new();

    /// <summary>Asked before each message is taken; null takes it.</summary>
    public Func<Exception?> Trouble { get; set; } = () => null;

    /// <summary>Called before each message is taken.</summary>
    public Func<Task> Before { get; set; } = () => Task.CompletedTask;

    public bool CanRepeat { get; set; }

    public async Task SendAsync(MimeMessage message, CancellationToken ct)
    {
        await Before();
        if (Troubles.TryDequeue(out var trouble) || (trouble = Trouble()) is not null)
        {
            throw trouble;
        }

        lock (Sent)
        {
            Sent.Add(message);
        }
    }
}

/// <summary>The sandbox provider, behind a line that a test can cut before or after the provider has acted.</summary>
public sealed class TestGateway
{
    /// <summary>Which calls were made, in order.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>Called before the provider hears of a call; throwing means that it never does.</summary>
    public Func<string, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called after the provider has acted; throwing loses the answer.</summary>
    public Func<string, Task> After { get; set; } = _ => Task.CompletedTask;

    /// <summary>Whether the provider leaves a payment as it is when it is asked to cancel it, and only tells how it stands.</summary>
    public bool CancelsNothing { get; set; }

    internal IPaymentGateway Over(IPaymentGateway provider) => new Line(provider, this);

    private sealed class Line(IPaymentGateway provider, TestGateway test) : IPaymentGateway
    {
        public string Name => provider.Name;

        public Task<PaymentIntent> CreateAsync(IntentRequest request, CancellationToken ct) => CallAsync("create", () => provider.CreateAsync(request, ct));

        public Task<PaymentIntent> ConfirmAsync(string intentId, IntentRequest request, CancellationToken ct) => CallAsync("confirm", () => provider.ConfirmAsync(intentId, request, ct));

        public Task<PaymentIntent> ReadAsync(string intentId, CancellationToken ct) => CallAsync("read", () => provider.ReadAsync(intentId, ct));

        public Task<PaymentIntent> CancelAsync(string intentId, CancellationToken ct) => CallAsync(
            "cancel", () => test.CancelsNothing ? provider.ReadAsync(intentId, ct) : provider.CancelAsync(intentId, ct));

        public Task<IReadOnlyList<PaymentIntent>> FindAsync(string orderNumber, DateTime since, CancellationToken ct) => CallAsync("find", () => provider.FindAsync(orderNumber, since, ct));

        public Task<ProviderRefund> RefundAsync(RefundRequest request, CancellationToken ct) => CallAsync("refund", () => provider.RefundAsync(request, ct));

        public Task<IReadOnlyList<ProviderRefund>> RefundsAsync(string paymentId, CancellationToken ct) => CallAsync("refunds", () => provider.RefundsAsync(paymentId, ct));

        public Task<ProviderObject?> LookUpAsync(string objectId, CancellationToken ct) => CallAsync("look up", () => provider.LookUpAsync(objectId, ct));

        public Task<MessagePage> MessagesAsync(DateTime since, string? after, CancellationToken ct) => CallAsync("messages", () => provider.MessagesAsync(since, after, ct));

        private async Task<T> CallAsync<T>(string call, Func<Task<T>> act)
        {
            lock (test.Calls)
            {
                test.Calls.Add(call);
            }

            await test.Before(call);
            var answer = await act();
            await test.After(call);
            return answer;
        }
    }
}

/// <summary>The shop's files, behind a disk that a test can break or hold up.</summary>
public sealed class TestMedia
{
    /// <summary>Called with the key before a file is kept.</summary>
    public Func<string, Task> BeforePut { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called with the key once a file is kept.</summary>
    public Func<string, Task> AfterPut { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called with the key before a file is read.</summary>
    public Func<string, Task> BeforeOpen { get; set; } = _ => Task.CompletedTask;

    internal IMediaStore Over(IMediaStore store) => new Disk(store, this);

    private sealed class Disk(IMediaStore store, TestMedia test) : IMediaStore
    {
        public async Task PutAsync(string key, Stream content, CancellationToken ct)
        {
            await test.BeforePut(key);
            await store.PutAsync(key, content, ct);
            await test.AfterPut(key);
        }

        public async Task<Stream?> OpenAsync(string key, CancellationToken ct)
        {
            await test.BeforeOpen(key);
            return await store.OpenAsync(key, ct);
        }

        public Task DeleteAsync(string key, CancellationToken ct) => store.DeleteAsync(key, ct);
    }
}

/// <summary>The words of an e-mail without the Razor around them.</summary>
internal sealed class PlainTemplates : IEmailTemplates
{
    public Task<EmailText> OrderConfirmationAsync(OrderEmail order) =>
        Task.FromResult(new EmailText($"Your order {order.Number}", $"<p>{order.Total}</p>", order.Total));

    public Task<EmailText> RefundAsync(RefundEmail refund) =>
        Task.FromResult(new EmailText($"Your order {refund.Number}", $"<p>{refund.Amount}</p>", $"{(refund.Failed ? "failed" : "refunded")} {refund.Amount}"));

    public Task<EmailText> PaymentFailedAsync(PaymentFailedEmail payment) =>
        Task.FromResult(new EmailText($"Your order {payment.Number}", $"<p>{payment.Link}</p>", $"not paid, kept until {payment.KeptUntil:u}"));

    public Task<EmailText> ShippedAsync(ShippedEmail shipped) =>
        Task.FromResult(new EmailText($"Your order {shipped.Number}", $"<p>{shipped.TrackingNumber}</p>", $"{shipped.Carrier} {shipped.TrackingNumber}"));

    public Task<EmailText> AccountAsync(AccountEmail mail) =>
        Task.FromResult(new EmailText(mail.Kind.ToString(), $"<p>{mail.Link}</p>", mail.Link));

    public Task<EmailText> OrderCodeAsync(OrderCodeEmail mail) =>
        Task.FromResult(new EmailText($"Your order {mail.Number}", $"<p>{mail.Code}</p>", mail.Code));
}
