using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Docs;

/// <summary>The compiler that <c>./test</c> installs.</summary>
internal static class TypeScript
{
    private static readonly string Folder = Path.Combine(Repository.Root, "GlpCommerce.Web.Tests", "Docs", "typescript");

    /// <summary>Compiles as strictly as a careful team does.</summary>
    public static Task<Ended> CompileAsync(string folder, params string[] arguments) => Command.RunAsync(
        folder, "node",
        [
            Path.Combine(Folder, "node_modules", "typescript", "bin", "tsc"), "--strict", "--noUncheckedIndexedAccess", "--target", "es2022", "--module", "nodenext",
            "--typeRoots", Path.Combine(Folder, "node_modules", "@types"), "--types", "node", .. arguments,
        ]);
}
