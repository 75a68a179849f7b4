using System.Text;
using GlpCommerce.Core.Media;

namespace GlpCommerce.Web.Tests.Media;

/// <summary>What the shop asks of every store of files, whatever it stands on.</summary>
public abstract class MediaStoreContract
{
    private readonly string _folder = $"tests/{Guid.NewGuid():N}";

    private string Key => $"{_folder}/GLP-100042-5f3a.pdf";

    [Fact]
    public async Task What_was_put_is_read_by_a_store_that_opens_later()
    {
        await (await OpenAsync()).PutAsync(Key, Bytes("a receipt"));

        Assert.Equal("a receipt", await ReadAsync(await OpenAsync()));
    }

    [Fact]
    public async Task Every_byte_of_a_large_file_comes_back()
    {
        var content = new byte[3_000_001];
        new Random(7).NextBytes(content);
        var store = await OpenAsync();
        using var stream = new MemoryStream(content, writable: false);

        await store.PutAsync(Key, stream);

        await using var read = (await store.OpenAsync(Key))!;
        using var back = new MemoryStream();
        await read.CopyToAsync(back);
        Assert.Equal(content, back.ToArray());
    }

    [Fact]
    public async Task An_empty_file_is_a_file()
    {
        var store = await OpenAsync();

        await store.PutAsync(Key, Bytes(""));

        Assert.Equal("", await ReadAsync(store));
    }

    [Fact]
    public async Task What_is_not_there_is_null_before_and_after_its_neighbours_came()
    {
        var store = await OpenAsync();
        Assert.Null(await store.OpenAsync(Key));

        await store.PutAsync($"{Key}.other", Bytes("a receipt"));

        Assert.Null(await store.OpenAsync(Key));
        Assert.Null(await store.OpenAsync(_folder));
    }

    [Fact]
    public async Task A_file_is_replaced_as_a_whole()
    {
        var store = await OpenAsync();
        await store.PutAsync(Key, Bytes("the old receipt, which was long"));

        await store.PutAsync(Key, Bytes("new"));

        Assert.Equal("new", await ReadAsync(store));
    }

    [Fact]
    public async Task A_deleted_file_is_gone_and_deleting_it_again_is_no_error()
    {
        var store = await OpenAsync();
        await store.PutAsync(Key, Bytes("a receipt"));

        await store.DeleteAsync(Key);
        await store.DeleteAsync(Key);

        Assert.Null(await store.OpenAsync(Key));
    }

    [Fact]
    public async Task A_reader_goes_on_with_what_it_opened_while_the_file_is_replaced_and_deleted()
    {
        var store = await OpenAsync();
        await store.PutAsync(Key, Bytes("the old receipt"));
        using var reader = new StreamReader((await store.OpenAsync(Key))!);

        await store.PutAsync(Key, Bytes("new"));
        await store.DeleteAsync(Key);

        Assert.Equal("the old receipt", await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task A_content_that_breaks_off_leaves_what_was_there()
    {
        var store = await OpenAsync();
        await store.PutAsync(Key, Bytes("the old receipt"));

        await Assert.ThrowsAnyAsync<IOException>(() => store.PutAsync(Key, new BrokenStream()));

        Assert.Equal("the old receipt", await ReadAsync(store));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("../shop.db")]
    [InlineData("orders/../../shop.db")]
    [InlineData(".drafts/a")]
    [InlineData("a b")]
    [InlineData("%2e%2e/a")]
    public async Task A_hostile_key_is_refused(string key)
    {
        var store = await OpenAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => store.PutAsync(key, Bytes("x")));
        await Assert.ThrowsAsync<ArgumentException>(() => store.OpenAsync(key));
        await Assert.ThrowsAsync<ArgumentException>(() => store.DeleteAsync(key));
    }

    protected abstract Task<IMediaStore> OpenAsync();

    private static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));

    private async Task<string> ReadAsync(IMediaStore store)
    {
        using var reader = new StreamReader((await store.OpenAsync(Key))!);
        return await reader.ReadToEndAsync();
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            await destination.WriteAsync(new byte[100_000], cancellationToken);
            throw new IOException("The line broke.");
        }
    }
}
