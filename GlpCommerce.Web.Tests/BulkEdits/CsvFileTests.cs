using System.Text;
using CsCheck;
using GlpCommerce.Core.BulkEdits;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Media;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Web.Tests.Support;
using static GlpCommerce.Web.Tests.BulkEdits.Batches;

namespace GlpCommerce.Web.Tests.BulkEdits;

public sealed class CsvFileTests
{
    private static readonly byte[] Utf16 = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("sku,name\nA,B")];

    public static TheoryData<string, string> Unreadable => new()
    {
        { "file.empty", Convert.ToHexString([]) },
        { "file.empty", Convert.ToHexString("sku,name\r\n\r\n"u8) },
        { "file.not_utf8", Convert.ToHexString([.. "sku,name\nA,Cr"u8, 0xE8, .. "me\n"u8]) },
        { "file.not_utf8", Convert.ToHexString(Utf16) },
        { "file.not_csv", Convert.ToHexString([.. "PK\u0003\u0004"u8, 1, 2, 3]) },
        { "file.not_csv", Convert.ToHexString("MZ\0\0 an executable"u8) },
        { "file.too_many_columns", Convert.ToHexString(Encoding.UTF8.GetBytes(string.Join(',', Enumerable.Range(1, 201)) + "\nx")) },
        { "file.too_many_rows", Convert.ToHexString(Encoding.UTF8.GetBytes("sku\n" + string.Concat(Enumerable.Repeat("A\n", 50_001)))) },
        { "file.row_too_long", Convert.ToHexString(Encoding.UTF8.GetBytes("sku,name\nA,\"" + new string('x', 1_100_000))) },
    };

    [Theory, MemberData(nameof(Unreadable))]
    public async Task A_file_that_cannot_be_read_gets_a_sentence_and_is_not_kept(string code, string hex)
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);

        var taken = await shop.TakeAsync(Convert.FromHexString(hex));

        Assert.Equal(code, taken.Problem?.Code);
        Assert.Empty(Directory.Exists(Path.Combine(shop.Folder, "media")) ? Directory.GetFiles(Path.Combine(shop.Folder, "media"), "*", SearchOption.AllDirectories) : []);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_file_without_a_batch_is_deleted_later_and_one_with_a_batch_stays(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var kept = (await shop.Get<BatchQueries>().FindAsync((await shop.TakeAsync("sku\nA"u8.ToArray())).Value))!;
        var lost = "";
        shop.Media.AfterPut = key =>
        {
            lost = key;
            throw new ProcessDiedException();
        };
        await Assert.ThrowsAsync<ProcessDiedException>(() => shop.TakeAsync("sku\nB"u8.ToArray()));
        await shop.RunJobsAsync();
        Assert.True(await IsThereAsync(lost));

        shop.Clock.Advance(TimeSpan.FromHours(7));
        await shop.RunJobsAsync();

        Assert.Equal((false, true), (await IsThereAsync(lost), await IsThereAsync(kept.FileKey!)));
        await shop.RepeatAllJobsAsync();
        Assert.True(await IsThereAsync(kept.FileKey!));

        async Task<bool> IsThereAsync(string key)
        {
            await using var file = await shop.Get<IMediaStore>().OpenAsync(key);
            return file is not null;
        }
    }

    [Fact]
    public async Task While_files_cannot_be_kept_that_is_said_and_the_same_file_is_taken_later()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);

        shop.Media.BeforePut = _ => throw new MediaTroubleException("The bucket does not answer.");
        Assert.Equal("file.not_kept", (await shop.TakeAsync("sku\nA"u8.ToArray())).Problem?.Code);
        shop.Media.BeforePut = _ => Task.CompletedTask;
        shop.Media.BeforeOpen = _ => throw new MediaTroubleException("The bucket does not answer.");
        Assert.Equal("file.not_kept", (await shop.TakeAsync("sku\nA"u8.ToArray())).Problem?.Code);
        shop.Media.BeforeOpen = _ => Task.CompletedTask;

        Assert.Empty((await shop.TakeAsync("sku\nA"u8.ToArray())).Problems);
    }

    [Fact]
    public async Task A_file_that_breaks_off_on_its_way_here_is_no_trouble_of_the_shop()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        await using var broken = new BrokenStream();

        var error = await Assert.ThrowsAsync<IOException>(() => shop.Get<BatchEditor>().TakeAsync(Typed.Lee, "products.csv", broken));

        Assert.Equal("The sender is gone.", error.Message);
        Assert.Empty(await shop.Get<BatchQueries>().ListAsync(null, 10));
    }

    [Fact]
    public async Task A_file_of_more_than_32_megabytes_is_not_taken()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);

        var taken = await shop.TakeAsync(new byte[(32 * 1024 * 1024) + 1]);

        Assert.Equal("file.too_large", taken.Problem!.Code);
    }

    [Theory]
    [InlineData("sku;name\r\nOLD-1;\"One; and\r\ntwo \"\"cups\"\"\"\r\n", ';')]
    [InlineData("sku\tname\nOLD-1\tOne; and two \"cups\"\n", '\t')]
    [InlineData("\uFEFFsku,name\r\nOLD-1,\"One; and two \"\"cups\"\"\"", ',')]
    [InlineData("sep=;\r\nsku;name\r\nOLD-1;\"One; and two \"\"cups\"\"\"\r\n", ';')]
    [InlineData("\uFEFFsep=,\nsku,name\nOLD-1,\"One; and two \"\"cups\"\"\"", ',')]
    [InlineData("SEP=\t\r\nsku\tname\r\nOLD-1\tOne; and two \"cups\"\r\n", '\t')]
    public async Task Separators_quotation_marks_and_line_breaks_are_read_as_spreadsheets_write_them(string csv, char separator)
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        await shop.DraftAsync(("sku", "OLD-1"));

        var planned = await shop.PlannedAsync(csv);

        var row = (await shop.RowsAsync(planned)).Single();
        Assert.Equal((2, "One; and two \"cups\""), (row.Number, row.ChangeList.Single().After));
        Assert.Equal(separator, ImportOrder.Of(planned).Separator);
    }

    [Fact]
    public async Task Columns_are_taken_as_somebody_says_and_each_field_once()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        await shop.DraftAsync(("sku", "OLD-1"));
        var taken = (await shop.TakeAsync("Article no,Our price,Price,onHand\nOLD-1,30,31,5"u8.ToArray())).Value;
        var editor = shop.Get<BatchEditor>();

        Assert.Equal([null, null, "price", null], ImportOrder.Of((await shop.Get<BatchQueries>().FindAsync(taken))!).Targets);
        Assert.Equal("batch.no_sku", (await editor.PlanAsync(Typed.Lee, taken)).Problem!.Code);
        Assert.Equal("batch.column_twice", (await editor.PlanAsync(Typed.Lee, taken, ["sku", "price", "price", null])).Problem!.Code);
        Assert.Empty((await editor.PlanAsync(Typed.Lee, taken, ["sku", "price", null, null])).Problems);

        var planned = await shop.SettledAsync(taken);
        Assert.Equal("30.00", (await shop.RowsAsync(planned)).Single().ChangeList.Single().After);
        Assert.Equal(["\"Price\" is left out.", "Stock is not changed by a file, so \"onHand\" is left out. Count it in the stock room."], planned.NoticeList);
    }

    [Fact]
    public async Task Wrong_rows_come_back_as_they_stood_there_with_the_reason_behind_them()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        await shop.DraftAsync(("sku", "OLD-1"));
        var planned = await shop.PlannedAsync(Csv("sku|price|note", "OLD-1|30|good", "OLD-2|=1+1|\"a, b\"", "OLD-3"));
        using var file = new MemoryStream();

        Assert.True(await shop.Get<WrongRows>().WriteAsync(planned.Id, () => file));

        var lines = Encoding.UTF8.GetString(file.ToArray()).TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.Equal("sku,price,note,why", lines[0]);
        Assert.StartsWith("OLD-2,'=1+1,\"a, b\",", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("OLD-3,,,", lines[2], StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Nonsense_in_any_cell_is_a_row_that_is_wrong_and_never_an_error(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync();
        string[] words = [.. Some.Nonsense.Where(text => !text.Contains('\0', StringComparison.Ordinal)), string.Concat(Enumerable.Repeat("a𐍈", 60))];
        var cells = words.Select(text => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"").ToList();
        var columns = (string[])["sku", "name", "price", "stages", "state", "related", "description"];
        var rows = cells.Select((cell, i) => string.Join(',', columns.Select((_, at) => cells[(i + at) % cells.Count])));

        var planned = await shop.PlannedAsync(string.Join(',', columns) + "\r\n" + string.Join("\r\n", rows));

        Assert.Equal((BatchState.Planned, 0, 0), (planned.State, planned.Made, planned.Changed));
        Assert.Equal(planned.Rows, planned.Wrong);
    }

    [Fact]
    public void A_cell_never_begins_as_a_formula_and_comes_back_letter_by_letter() =>
        Gen.String[Gen.Char["=+-@\t\r\n'＝a1 ,\";"], 0, 6].Sample(text =>
        {
            var cell = CsvCell.Defuse(text);
            return CsvCell.Restore(cell) == text && (cell.Length == 0 || !"=+-@\t\r\n＝".Contains(cell[0], StringComparison.Ordinal));
        });

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("The sender is gone.");
    }
}
