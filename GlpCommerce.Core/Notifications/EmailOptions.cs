using System.ComponentModel.DataAnnotations;

namespace GlpCommerce.Core.Notifications;

public enum EmailProvider
{
    /// <summary>Writes <c>.eml</c> files into the outbox under the data path.</summary>
    File,
    Smtp,
}

public enum SmtpSecurity
{
    None,
    StartTls,
    Tls,
}

public sealed class EmailOptions : IValidatableObject
{
    public const string Section = "Email";

    [EnumDataType(typeof(EmailProvider), ErrorMessage = "Email:Provider may be File or Smtp.")]
    public EmailProvider Provider { get; set; }

    /// <summary>The sender, with or without a name.</summary>
    public string From { get; set; } = "Your order <orders@glpcommerce.example>";

    public SmtpOptions Smtp { get; set; } = new();

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!MimeKit.MailboxAddress.TryParse(From, out var from) || from.Domain.Length == 0)
        {
            yield return new ValidationResult("Email:From must be an e-mail address, such as Shop <orders@example.com>.");
        }

        if (Provider == EmailProvider.Smtp && Smtp.Host.Length == 0)
        {
            yield return new ValidationResult("Email:Smtp:Host must name the mail server when Email:Provider is Smtp.");
        }

        if (Smtp.Port is < 1 or > 65535)
        {
            yield return new ValidationResult("Email:Smtp:Port must be a port from 1 to 65535.");
        }
    }
}

public sealed class SmtpOptions
{
    public string Host { get; set; } = "";

    public int Port { get; set; } = 587;

    public string User { get; set; } = "";

    public string Password { get; set; } = "";

    public SmtpSecurity Security { get; set; } = SmtpSecurity.StartTls;
}
