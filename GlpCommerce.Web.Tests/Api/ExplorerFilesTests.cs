using System.Security.Cryptography;
using System.Text;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Api;

public sealed class ExplorerFilesTests
{
    /// <summary>Taken off the script, because the map is not served.</summary>
    private const string SourceMap = "//# sourceMappingURL=index.umd.js.map\n";

    /// <summary>The hashes of the files within the packages, as <c>npm pack</c> brings them.</summary>
    [Theory]
    [InlineData("graphiql.min.js", SourceMap, "GraphiQL 4.1.2", "867226ba8af5ce7949903fc53932f78dac9f4bfc6cc8da0fd3869b8bc6c5256b")]
    [InlineData("react.min.js", "", "React 18.3.1", "d949f1c3687aedadcedac85261865f29b17cd273997e7f6b2bfc53b2f9d4c4dd")]
    [InlineData("react-dom.min.js", "", "React 18.3.1", "35f4f974f4b2bcd44da73963347f8952e341f83909e4498227d4e26b98f66f0d")]
    public async Task The_explorers_scripts_are_those_of_the_packages_that_the_notice_names(string file, string takenOff, string package, string hash)
    {
        byte[] script = [.. await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "GlpCommerce.Web", "wwwroot", "explorer", file)), .. Encoding.UTF8.GetBytes(takenOff)];

        Assert.Equal(hash, Convert.ToHexStringLower(SHA256.HashData(script)));
        Assert.Contains(package, await File.ReadAllTextAsync(Path.Combine(Repository.Root, "NOTICE")), StringComparison.Ordinal);
    }
}
