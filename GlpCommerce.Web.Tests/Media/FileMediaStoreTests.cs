using System.Runtime.Versioning;
using System.Text;
using GlpCommerce.Core.Media;

namespace GlpCommerce.Web.Tests.Media;

public sealed class FileMediaStoreTests : IDisposable
{
    private const string Key = "orders/receipts/GLP-100042-5f3a.pdf";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("media-");

    private string Media => Path.Combine(_folder.FullName, "media");

    private FileMediaStore Store => new(Media);

    [Fact]
    public async Task What_was_put_is_read_by_a_store_that_opens_later()
    {
        await Store.PutAsync(Key, Bytes("a receipt"));

        Assert.Equal("a receipt", await ReadAsync(Key));
        Assert.Equal("a receipt", await File.ReadAllTextAsync(Path.Combine(Media, Key)));
    }

    [Theory]
    [InlineData(Key)]
    [InlineData("orders/receipts")]
    [InlineData("nobody.txt")]
    public async Task What_is_not_there_is_null_before_and_after_the_first_file(string absent)
    {
        Assert.Null(await Store.OpenAsync(absent));

        await Store.PutAsync("orders/receipts/another.pdf", Bytes("a receipt"));

        Assert.Null(await Store.OpenAsync(absent));
    }

    [Fact]
    public async Task A_deleted_file_is_gone_and_deleting_it_again_is_no_error()
    {
        await Store.PutAsync(Key, Bytes("a receipt"));

        await Store.DeleteAsync(Key);
        await Store.DeleteAsync(Key);

        Assert.Null(await Store.OpenAsync(Key));
    }

    [Fact]
    public async Task A_folder_goes_with_its_last_file_and_not_before()
    {
        await Store.PutAsync("products/one/small.webp", Bytes("small"));
        await Store.PutAsync("products/one/large.webp", Bytes("large"));
        await Store.PutAsync("products/two/small.webp", Bytes("another"));

        await Store.DeleteAsync("products/one/small.webp");
        Assert.True(Directory.Exists(Path.Combine(Media, "products", "one")));
        await Store.DeleteAsync("products/one/large.webp");
        await Store.DeleteAsync("products/one/medium.webp");

        Assert.Equal(["two"], Directory.GetDirectories(Path.Combine(Media, "products")).Select(Path.GetFileName));
        await Store.DeleteAsync("products/two/small.webp");
        Assert.Equal([".drafts"], Directory.GetDirectories(Media).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_file_is_kept_although_its_folder_goes_as_empty_while_it_is_written()
    {
        await Store.PutAsync("products/one/small.webp", Bytes("small"));

        await Store.PutAsync("products/one/large.webp", new HalfRead(() => _ = Store.DeleteAsync("products/one/small.webp")));

        Assert.Equal(200_000, (await ReadAsync("products/one/large.webp")).Length);
    }

    [Fact]
    public async Task Files_that_come_and_go_at_the_same_moment_in_one_folder_are_there_in_the_end() => await Task.WhenAll(
        Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 100; i++)
            {
                await Store.PutAsync($"products/one/{writer}.webp", Bytes($"{i}"));
                Assert.Equal($"{i}", await ReadAsync($"products/one/{writer}.webp"));
                await Store.DeleteAsync($"products/one/{writer}.webp");
            }
        })));

    [Fact]
    public async Task A_reader_goes_on_with_what_it_opened_while_the_file_is_replaced_and_deleted()
    {
        await Store.PutAsync(Key, Bytes("the old receipt"));
        using var reader = new StreamReader((await Store.OpenAsync(Key))!);

        await Store.PutAsync(Key, Bytes("new"));
        await Store.DeleteAsync(Key);

        Assert.Equal("the old receipt", await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task Of_many_writers_of_one_key_one_has_written_the_whole_file_and_nothing_else_stays()
    {
        var texts = Enumerable.Range(0, 16).Select(i => new string((char)('a' + i), 200_000)).ToList();

        await Task.WhenAll(texts.Select(text => Task.Run(() => Store.PutAsync(Key, Bytes(text)))));

        Assert.Contains(await ReadAsync(Key), texts);
        Assert.Single(Directory.GetFiles(Media, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    [InlineData("../shop.db")]
    [InlineData("orders/../../shop.db")]
    [InlineData("orders/a..b")]
    [InlineData("./a")]
    [InlineData("orders/./a")]
    [InlineData("orders//a")]
    [InlineData("orders/")]
    [InlineData(".drafts/a")]
    [InlineData("orders\\..\\a")]
    [InlineData("C:a")]
    [InlineData("a b")]
    [InlineData("a\0b")]
    [InlineData("a\n")]
    [InlineData("%2e%2e/a")]
    [InlineData("é")]
    [InlineData("a?b")]
    public async Task A_hostile_key_is_refused_and_touches_nothing(string key)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Store.PutAsync(key, Bytes("x")));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.OpenAsync(key));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.DeleteAsync(key));

        Assert.Empty(_folder.GetFileSystemInfos());
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public void A_key_has_200_letters_at_most(int length, bool allowed) =>
        Assert.Equal(allowed, Record.Exception(() => MediaKey.Check(new string('a', length))) is null);

    [Fact, SupportedOSPlatform("linux")]
    public async Task Only_the_shops_own_user_may_enter_the_folder()
    {
        await Store.PutAsync(Key, Bytes("a receipt"));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Media));
    }

    [Fact]
    public async Task A_content_that_breaks_off_leaves_what_was_there_and_no_draft()
    {
        await Store.PutAsync(Key, Bytes("the old receipt"));

        await Assert.ThrowsAsync<IOException>(() => Store.PutAsync(Key, new HalfRead(() => throw new IOException("The line broke."))));

        Assert.Equal("the old receipt", await ReadAsync(Key));
        Assert.Single(Directory.GetFiles(Media, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_program_that_dies_while_it_writes_leaves_nothing_under_the_key()
    {
        var afterDeath = Path.Combine(_folder.FullName, "after");

        await Store.PutAsync(Key, new HalfRead(() => CopyAll(Media, afterDeath)));

        Assert.NotEmpty(Directory.GetFiles(afterDeath, "*", SearchOption.AllDirectories));
        Assert.Null(await new FileMediaStore(afterDeath).OpenAsync(Key));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));

    private async Task<string> ReadAsync(string key)
    {
        using var reader = new StreamReader((await Store.OpenAsync(key))!);
        return await reader.ReadToEndAsync();
    }

    /// <summary>The disk as the next start would find it.</summary>
    private static void CopyAll(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    /// <summary>A content that does something once half of it has been read.</summary>
    private sealed class HalfRead(Action atHalf) : MemoryStream(new byte[200_000])
    {
        public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            await destination.WriteAsync(Half(), cancellationToken);
            await destination.FlushAsync(cancellationToken);
            atHalf();
            await destination.WriteAsync(Half(), cancellationToken);
        }

        private ReadOnlyMemory<byte> Half() => ToArray().AsMemory(0, 100_000);
    }
}
