using GlpCommerce.Core.Notifications;
using GlpCommerce.Web.Tests.Support;
using Microsoft.Extensions.Options;
using MimeKit;

namespace GlpCommerce.Web.Tests.Notifications;

public sealed class SmtpSenderTests
{
    [Fact]
    public async Task A_message_that_is_taken_was_sent()
    {
        await using var server = new TestSmtpServer();

        await Sender(server.Port).SendAsync(Message(), default);

        Assert.Contains("Subject: Your order GLP-100001", Assert.Single(server.Taken), StringComparison.Ordinal);
        Assert.False(Sender(server.Port).CanRepeat);
    }

    [Theory]
    [InlineData("EHLO", "421 Busy.", true)]
    [InlineData("MAIL", "452 Too many messages.", true)]
    [InlineData("MAIL", "530 Say who you are first.", false)]
    [InlineData("RCPT", "550 No such mailbox.", false)]
    [InlineData("DATA", "451 Not now.", true)]
    [InlineData(".", "554 Looks like spam.", false)]
    public async Task A_clear_no_is_a_refusal_and_a_later_passes(string command, string answer, bool passes)
    {
        await using var server = new TestSmtpServer { Answers = { [command] = answer, ["HELO"] = answer } };

        var refused = await Assert.ThrowsAsync<EmailRefusedException>(() => Sender(server.Port).SendAsync(Message(), default));

        Assert.Equal(passes, refused.Passes);
        Assert.Empty(server.Taken);
    }

    [Theory]
    [InlineData(SmtpSecurity.StartTls, "")]
    [InlineData(SmtpSecurity.Tls, "")]
    [InlineData(SmtpSecurity.None, "orders")]
    public async Task A_server_that_cannot_do_what_is_asked_has_taken_nothing(SmtpSecurity security, string user)
    {
        await using var server = new TestSmtpServer { Answers = { ["\u0016"] = "" } };
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));

        await Assert.ThrowsAsync<EmailRefusedException>(() => Sender(server.Port, security, user).SendAsync(Message(), patience.Token));

        Assert.Empty(server.Taken);
    }

    [Fact]
    public async Task The_name_and_the_password_open_a_server_that_asks_for_them()
    {
        await using var server = new TestSmtpServer { Login = ("orders", "secret") };

        await Sender(server.Port, user: "orders").SendAsync(Message(), default);

        Assert.Single(server.Taken);
    }

    [Theory]
    [InlineData("")]
    [InlineData("somebody")]
    public async Task A_server_that_does_not_know_the_name_has_taken_nothing(string user)
    {
        await using var server = new TestSmtpServer { Login = ("orders", "secret") };

        await Assert.ThrowsAsync<EmailRefusedException>(() => Sender(server.Port, user: user).SendAsync(Message(), default));

        Assert.Empty(server.Taken);
    }

    [Fact]
    public async Task Nobody_at_the_other_end_is_a_refusal_that_passes() =>
        Assert.True((await Assert.ThrowsAsync<EmailRefusedException>(() => Sender(port: 9).SendAsync(Message(), default))).Passes);

    [Fact]
    public async Task A_line_that_breaks_after_the_last_word_leaves_it_open_whether_it_was_taken()
    {
        await using var server = new TestSmtpServer { Answers = { ["."] = "" } };

        var error = await Record.ExceptionAsync(() => Sender(server.Port).SendAsync(Message(), default));

        Assert.NotNull(error);
        Assert.IsNotType<EmailRefusedException>(error);
    }

    [Fact]
    public async Task A_server_that_hangs_up_after_taking_it_has_taken_it()
    {
        await using var server = new TestSmtpServer { Answers = { ["QUIT"] = "" } };

        await Sender(server.Port).SendAsync(Message(), default);

        Assert.Single(server.Taken);
    }

    private static SmtpSender Sender(int port, SmtpSecurity security = SmtpSecurity.None, string user = "") =>
        new(Options.Create(new EmailOptions { Smtp = new SmtpOptions { Host = "127.0.0.1", Port = port, Security = security, User = user, Password = "secret" } }));

    private static MimeMessage Message()
    {
        var message = new MimeMessage { Subject = "Your order GLP-100001", Body = new TextPart("plain") { Text = "Thank you." } };
        message.From.Add(MailboxAddress.Parse("orders@example.com"));
        message.To.Add(MailboxAddress.Parse("dana@example.com"));
        return message;
    }
}
