using GlpCommerce.Core.Common;
using MimeKit;

namespace GlpCommerce.Core.Notifications;

/// <summary>The e-mails that a shop without a mail server has written as files.</summary>
public sealed class SentFiles(DataFolder folder)
{
    /// <summary>Deletes all that went to an address. Repeating it finds nothing more.</summary>
    public void Forget(string address)
    {
        var key = EmailAddress.Key(address);
        foreach (var file in Directory.Exists(folder.Outbox) ? Directory.GetFiles(folder.Outbox, "*.eml") : [])
        {
            if (MimeMessage.Load(file).To.Mailboxes.Any(to => EmailAddress.Key(to.Address) == key))
            {
                File.Delete(file);
            }
        }
    }
}
