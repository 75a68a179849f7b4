using GlpCommerce.Core.Data;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Web.Tests.Support;
using MimeKit;

namespace GlpCommerce.Web.Tests.Notifications;

public sealed class FileOutboxTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outbox-");

    private string Outbox => Path.Combine(_folder.FullName, "not", "there", "yet");

    [Fact]
    public async Task A_message_is_one_file_however_often_it_is_handed_over()
    {
        var outbox = new FileOutbox(Outbox);

        await outbox.SendAsync(Message("first"), default);
        await outbox.SendAsync(Message("second"), default);

        var file = Assert.Single(Directory.GetFiles(Outbox));
        Assert.Equal("GLP-100001-confirmation.eml", Path.GetFileName(file));
        Assert.Equal("first", (await MimeMessage.LoadAsync(file)).Subject);
        Assert.True(outbox.CanRepeat);
    }

    [Fact]
    public async Task A_draft_that_a_dead_process_left_is_in_nobodys_way()
    {
        Directory.CreateDirectory(Outbox);
        await File.WriteAllTextAsync(Path.Combine(Outbox, "GLP-100001-confirmation.eml.dead.new"), "half a mess");

        await new FileOutbox(Outbox).SendAsync(Message("whole"), default);

        Assert.Equal("whole", (await MimeMessage.LoadAsync(Path.Combine(Outbox, "GLP-100001-confirmation.eml"))).Subject);
    }

    [Fact]
    public async Task Two_at_once_leave_one_whole_message()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => new FileOutbox(Outbox).SendAsync(Message("same"), default))));

        Assert.Equal("same", (await MimeMessage.LoadAsync(Assert.Single(Directory.GetFiles(Outbox)))).Subject);
    }

    [Fact]
    public async Task A_full_disk_is_an_outage_and_the_message_is_written_when_there_is_room()
    {
        await using var disk = await SmallDisk.MountAsync(megabytes: 1);
        var outbox = new FileOutbox(disk.Folder);
        Directory.CreateDirectory(disk.Folder);
        disk.Fill();

        var error = await Assert.ThrowsAnyAsync<IOException>(() => outbox.SendAsync(Message("late"), default));
        Assert.True(error.IsOutage());
        Assert.Empty(Directory.GetFiles(disk.Folder));

        disk.Free();
        await outbox.SendAsync(Message("late"), default);
        Assert.Single(Directory.GetFiles(disk.Folder));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static MimeMessage Message(string subject) => new()
    {
        MessageId = "GLP-100001-confirmation@example.com", Subject = subject, Body = new TextPart("plain") { Text = "Thank you." },
    };
}
