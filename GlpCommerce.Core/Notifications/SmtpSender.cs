using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace GlpCommerce.Core.Notifications;

/// <summary>Hands messages to the merchant's mail server.</summary>
public sealed class SmtpSender(IOptions<EmailOptions> options) : IEmailSender
{
    /// <summary>Once offered, a message is finished even while the program stops: nobody could tell later whether it left.</summary>
    private static readonly TimeSpan LongestHandover = TimeSpan.FromSeconds(20);

    public bool CanRepeat => false;

    public async Task SendAsync(MimeMessage message, CancellationToken ct)
    {
        using var client = new SmtpClient();
        await ConnectAsync(client, options.Value.Smtp, ct);
        using var handover = new CancellationTokenSource(LongestHandover);
        try
        {
            await client.SendAsync(message, handover.Token);
        }
        catch (SmtpCommandException refused)
        {
            // Without the server's own words, which often repeat the address: errors are logged.
            throw new EmailRefusedException($"The mail server answered {(int)refused.StatusCode} ({refused.ErrorCode}).") { Passes = (int)refused.StatusCode < 500 };
        }
        catch (Exception error) when (error is ServiceNotAuthenticatedException or NotSupportedException)
        {
            throw new EmailRefusedException($"The mail server does not take messages this way: {error.Message}", error);
        }

        await LeaveAsync(client);
    }

    /// <summary>The message is taken; a line that breaks while saying goodbye changes nothing about that.</summary>
    private static async Task LeaveAsync(SmtpClient client)
    {
        try
        {
            await client.DisconnectAsync(quit: true, CancellationToken.None);
        }
        catch (Exception error) when (error is SocketException or IOException or MailKit.CommandException or MailKit.ProtocolException)
        {
            client.Dispose();
        }
    }

    /// <summary>Whatever fails before the message is offered is a clear no.</summary>
    private static async Task ConnectAsync(SmtpClient client, SmtpOptions smtp, CancellationToken ct)
    {
        try
        {
            await client.ConnectAsync(smtp.Host, smtp.Port, Security(smtp.Security), ct);
            if (smtp.User.Length > 0)
            {
                await client.AuthenticateAsync(smtp.User, smtp.Password, ct);
            }
        }
        catch (Exception error) when (error is SocketException or IOException or MailKit.CommandException
            or MailKit.ProtocolException or AuthenticationException or SslHandshakeException or NotSupportedException or OperationCanceledException)
        {
            throw new EmailRefusedException("The mail server cannot be reached.", error) { Passes = true };
        }
    }

    private static SecureSocketOptions Security(SmtpSecurity security) => security switch
    {
        SmtpSecurity.None => SecureSocketOptions.None,
        SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.StartTls,
    };
}
