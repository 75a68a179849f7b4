using GlpCommerce.Core.Common;
using MimeKit;

namespace GlpCommerce.Core.Notifications;

/// <summary>The e-mails that a shop without a mail server has written as files.</summary>
public sealed class SentFiles(DataFolder folder)
{
    /// <summary>Deletes all that went to an address, and all about some orders, wherever that went. Repeating it finds nothing more.</summary>
    /// <param name="orders">The orders' numbers: the files about one begin with it.</param>
    public void Forget(string address, IReadOnlyCollection<string> orders)
    {
        var key = EmailAddress.Key(address);
        Forget(file => IsAbout(file, orders) || MimeMessage.Load(file).To.Mailboxes.Any(to => EmailAddress.Key(to.Address) == key));
    }

    /// <summary>Deletes all about an order.</summary>
    public void ForgetOrder(string number) => Forget(file => IsAbout(file, [number]));

    private static bool IsAbout(string file, IReadOnlyCollection<string> orders) =>
        orders.Any(number => Path.GetFileName(file).StartsWith($"{number}-", StringComparison.Ordinal));

    private void Forget(Func<string, bool> isTheirs)
    {
        foreach (var file in Directory.Exists(folder.Outbox) ? Directory.GetFiles(folder.Outbox, "*.eml").Where(isTheirs) : [])
        {
            File.Delete(file);
        }
    }
}
