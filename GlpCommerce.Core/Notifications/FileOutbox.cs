using MimeKit;

namespace GlpCommerce.Core.Notifications;

/// <summary>Writes each message as one <c>.eml</c> file named after its Message-Id, so that a repeat finds it there.</summary>
/// <param name="path">The outbox folder; it is made when the first message comes.</param>
public sealed class FileOutbox(string path) : IEmailSender
{
    public bool CanRepeat => true;

    public async Task SendAsync(MimeMessage message, CancellationToken ct)
    {
        Directory.CreateDirectory(path);
        var file = Path.Combine(path, $"{message.MessageId!.Split('@')[0]}.eml");
        if (File.Exists(file))
        {
            return;
        }

        var draft = $"{file}.{Guid.NewGuid():N}.new";
        try
        {
            await WriteAsync(message, draft, ct);
            File.Move(draft, file, overwrite: true);
        }
        catch (IOException)
        {
            // A full disk: what is half written only takes up room.
            File.Delete(draft);
            throw;
        }
    }

    private static async Task WriteAsync(MimeMessage message, string draft, CancellationToken ct)
    {
        await using var stream = new FileStream(draft, FileMode.CreateNew, FileAccess.Write);
        await message.WriteToAsync(stream, ct);
        stream.Flush(flushToDisk: true);
    }
}
