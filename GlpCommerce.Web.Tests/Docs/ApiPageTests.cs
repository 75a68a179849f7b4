using System.Net;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Processes;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Docs;

/// <summary>Everything that docs/api.md shows is tried as a reader would: taken off the page and run against a shop.</summary>
[Collection(ProcessTests.Name)]
public sealed class ApiPageTests(RunningShop running) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("api-page-");

    private string Shop => running.Shop.Address.ToString().TrimEnd('/');

    [Fact]
    public void Every_snippet_is_of_a_kind_that_is_tried() => Assert.Equal(["bash", "graphql", "ts"], ApiPage.Languages().Order());

    [Fact]
    public async Task The_shell_buys_something_follows_it_and_gets_its_receipt()
    {
        var script = await WriteAsync("page.sh", string.Join("\n", ApiPage.Snippets("bash").Prepend("set -euo pipefail")));

        var ended = await Command.RunAsync(_folder.FullName, "bash", script);

        Assert.True(ended.Code == 0, ended.ToString());
        Assert.DoesNotContain("\"extensions\"", ended.Said + ended.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("\"errors\":[{", ended.Said + ended.Errors, StringComparison.Ordinal);
        // The first order is decided, its events are told, and its receipt is there; of two others one is declined and paid again, one waits for the bank.
        Assert.Contains("\"paymentStatus\":\"succeeded\",\"step\":", ended.Said, StringComparison.Ordinal);
        Assert.Contains("{\"order\":{\"status\":\"failed\",\"paymentStatus\":\"failed\",\"failureReason\":\"Your bank", ended.Said, StringComparison.Ordinal);
        Assert.Equal(2, ended.Said.Split("{\"order\":{\"status\":\"confirmed\",\"paymentStatus\":\"succeeded\"").Length - 1);
        Assert.Contains($"\"paymentStatus\":\"requires_action\",\"approvalUrl\":\"{Shop}/orders/", ended.Said, StringComparison.Ordinal);
        Assert.StartsWith("%PDF", await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "receipt.pdf")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_typescript_buys_something_also_while_its_network_address_is_busy()
    {
        await using var line = await BadLine.ToAsync(running.Shop, lost: [], busy: ["createOrder(", "order(id"]);
        await WriteAsync("purchase.mts", Assert.Single(ApiPage.Snippets("ts")), line.Address);

        var compiled = await TypeScript.CompileAsync(_folder.FullName, "--outDir", _folder.FullName, Path.Combine(_folder.FullName, "purchase.mts"));
        var ended = await Command.RunAsync(_folder.FullName, "node", "purchase.mjs");

        Assert.True(compiled.Code == 0, compiled.ToString());
        Assert.True(ended.Code == 0, ended.ToString());
        Assert.Matches($"^GLP-\\d+ confirmed {line.Address}/orders/[A-Za-z0-9_-]+/receipt\\.pdf\n$", ended.Said);
    }

    [Fact]
    public async Task Every_operation_is_answered()
    {
        using var client = ApiClient.Of(running.Shop);

        foreach (var operation in ApiPage.Snippets("graphql"))
        {
            var answer = await client.AskAsync(operation);
            Assert.True(answer.Status == HttpStatusCode.OK && answer.Errors.Count == 0, $"{operation}\nis answered with {answer.Text}");
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<string> WriteAsync(string name, string code, string? shop = null)
    {
        var path = Path.Combine(_folder.FullName, name);
        await File.WriteAllTextAsync(path, code.Replace(ApiPage.Address, shop ?? Shop, StringComparison.Ordinal));
        return path;
    }
}
