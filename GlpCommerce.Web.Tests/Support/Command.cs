using System.Diagnostics;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>What a program wrote, and how it ended.</summary>
internal sealed record Ended(int Code, string Said, string Errors)
{
    public override string ToString() => $"ended with {Code}, said:\n{Said}\nand on its error output:\n{Errors}";
}

/// <summary>A program of the machine that runs to its end.</summary>
internal static class Command
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <param name="folder">Where it runs.</param>
    public static async Task<Ended> RunAsync(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var (said, errors) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            await process.WaitForExitAsync(patience.Token);
            return new Ended(process.ExitCode, await said, await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
