using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Api;

/// <summary>A shop that answers only the operations its operator has written down.</summary>
public sealed class PersistedTests : IDisposable
{
    private const string Text = "query Shelf($c: String) { products(category: $c) { id } }";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("persisted-");

    private static string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    [Fact]
    public async Task A_persisted_operation_is_answered_by_its_hash_in_every_way_clients_name_it()
    {
        await using var shop = await StartAsync();
        using var client = ApiClient.Of(shop);
        string[] bodies =
        [
            $$$"""{"documentId":"{{{Hash}}}","variables":{"c":"fitness"}}""",
            $$$"""{"documentId":"sha256:{{{Hash}}}"}""",
            $$$"""{"documentId":"{{{Hash.ToUpperInvariant()}}}","operationName":"Shelf"}""",
            $$$$"""{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"{{{{Hash}}}}"}}}""",
        ];

        foreach (var body in bodies.Concat(bodies))
        {
            Assert.NotEmpty((await client.PostAsync(body)).Data.GetProperty("products").EnumerateArray());
        }

        var byGet = await client.SendAsync(new HttpRequestMessage(HttpMethod.Get, $"/graphql?documentId={Hash}"));
        Assert.NotEmpty(byGet.Data.GetProperty("products").EnumerateArray());
    }

    [Theory]
    [InlineData("""{"query":"{ __typename }"}""", "PERSISTED_QUERY_REQUIRED")]
    [InlineData($$$"""{"query":"{{{Text}}}"}""", "PERSISTED_QUERY_REQUIRED")]
    [InlineData("""{"documentId":"../appsettings"}""", "PERSISTED_QUERY_NOT_FOUND")]
    [InlineData("""{"documentId":""}""", "PERSISTED_QUERY_NOT_FOUND")]
    [InlineData("""{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"0000"}}}""", "PERSISTED_QUERY_NOT_FOUND")]
    [InlineData("""{"extensions":{"persistedQuery":7}}""", "BAD_REQUEST")]
    public async Task Everything_else_is_refused(string body, string code)
    {
        await using var shop = await StartAsync();
        using var client = ApiClient.Of(shop);

        var answer = await client.PostAsync(body);

        Assert.Equal((System.Net.HttpStatusCode.BadRequest, code), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("{0}.graphql", " ", "named after it")]
    [InlineData("shelf.graphql", "", "named after it")]
    [InlineData("{0}.txt", "", "must be a folder")]
    public async Task A_file_that_is_not_what_its_name_says_stops_the_start(string name, string more, string told)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, string.Format(CultureInfo.InvariantCulture, name, Hash)), Text + more);
        await using var shop = await ShopProcess.NewAsync(DatabaseProvider.Sqlite, ("GraphQL:PersistedOperations", _folder.FullName));

        var (code, said) = await shop.RunToEndAsync();

        Assert.Equal(1, code);
        Assert.StartsWith("GraphQL:PersistedOperations ", said, StringComparison.Ordinal);
        Assert.Contains(told, said, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', said);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<ShopServer> StartAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, $"{Hash}.graphql"), Text);
        return await ShopServer.StartAsync(DatabaseProvider.Sqlite, ("GraphQL:PersistedOperations", _folder.FullName));
    }
}
