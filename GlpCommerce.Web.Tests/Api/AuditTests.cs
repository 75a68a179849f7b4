using System.Diagnostics;
using GlpCommerce.Web.Tests.Processes;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Api;

/// <summary>The audit that the GraphQL-over-HTTP working group publishes, asked of the running program.</summary>
[Collection(ProcessTests.Name)]
public sealed class AuditTests(RunningShop running)
{
    private static readonly string Folder = Path.Combine(Repository.Root, "GlpCommerce.Web.Tests", "Api", "audit");

    [Fact]
    public async Task Every_audit_of_the_specification_holds()
    {
        Assert.True(Directory.Exists(Path.Combine(Folder, "node_modules", "graphql-http")), $"`npm ci` has not been run in {Folder}; ./test does it.");
        var start = new ProcessStartInfo("node", ["audit.mjs", new Uri(running.Shop.Address, "/graphql").ToString()]) { WorkingDirectory = Folder, RedirectStandardOutput = true };
        using var node = Process.Start(start)!;

        var told = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();

        Assert.Equal("61 audits, 0 failed", told.Trim());
    }
}
