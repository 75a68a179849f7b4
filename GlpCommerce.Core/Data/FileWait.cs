using Microsoft.Data.Sqlite;

namespace GlpCommerce.Core.Data;

/// <summary>
/// How long whoever acts waits for a SQLite shop's file while another program writes to it. The driver knows no
/// asynchronous work and hears no cancellation meanwhile, so a request that must end in time has to say so beforehand.
/// </summary>
public static class FileWait
{
    /// <summary>Seconds; then a shopper is told to come back.</summary>
    internal const int Longest = 15;

    private static readonly AsyncLocal<long?> Deadline = new();

    /// <summary>From now on, what this flow of work does at the file is given up after so long.</summary>
    public static void EndAfter(TimeSpan patience) => Deadline.Value = Environment.TickCount64 + (long)patience.TotalMilliseconds;

    /// <summary>One wait begins, for the writers before it in this process and for the file together.</summary>
    /// <returns>How long it may last.</returns>
    internal static TimeSpan Begin()
    {
        var (now, longest) = (Environment.TickCount64, Longest * 1_000L);
        var left = Deadline.Value is { } end ? Math.Clamp(end - now, 0, longest) : longest;
        Deadline.Value = now + left;
        return TimeSpan.FromMilliseconds(left);
    }

    /// <summary>Sets the time for all that comes on a connection: its statements, and the transactions that it begins.</summary>
    internal static void Limit(SqliteConnection connection) => connection.DefaultTimeout =
        Deadline.Value is { } end ? (int)Math.Clamp((end - Environment.TickCount64) / 1_000, 1, Longest) : Longest;
}
