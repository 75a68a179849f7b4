using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace GlpCommerce.Core.Data;

/// <summary>Tells trouble that passes by itself, or with an operator's hand, from a bug.</summary>
public static class Outage
{
    /// <summary>How an operating system says that the disk, or the owner's share of it, is full (ENOSPC, EDQUOT; on Windows ERROR_DISK_FULL).</summary>
    private static readonly int[] DiskIsFull = [28, 122, unchecked((int)0x80070070)];

    /// <summary>
    /// Whether the shop's store cannot be used now: the database server is away, the file is locked for too long, or the
    /// disk is full. The same request works once that is over.
    /// </summary>
    public static bool IsOutage(this Exception? error) => error switch
    {
        null => false,
        // Busy, locked, read-only, an I/O error, full, cannot be opened.
        SqliteException { SqliteErrorCode: 5 or 6 or 8 or 10 or 13 or 14 } => true,
        PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.ReadOnlySqlTransaction } => true,
        PostgresException { IsTransient: var passes } => passes,
        // The server did not say no: the line to it broke, at whatever word, or is gone already when it is used next.
        NpgsqlException => true,
        InvalidOperationException { InnerException: null, Source: "Npgsql" } => true,
        IOException { HResult: var code } when DiskIsFull.Contains(code) => true,
        DbException or DbUpdateException or InvalidOperationException or AggregateException => IsOutage(error.InnerException),
        _ => false,
    };
}
