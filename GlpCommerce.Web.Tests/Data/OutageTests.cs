using System.Net.Sockets;
using GlpCommerce.Core.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace GlpCommerce.Web.Tests.Data;

public sealed class OutageTests
{
    public static TheoryData<Exception> Outages =>
    [
        new NpgsqlException("Failed to connect.", new SocketException()),
        new NpgsqlException("Exception while reading from stream.", new IOException()),
        new PostgresException("shutting down", "FATAL", "FATAL", PostgresErrorCodes.AdminShutdown),
        new PostgresException("starting up", "FATAL", "FATAL", PostgresErrorCodes.CannotConnectNow),
        new PostgresException("no room", "ERROR", "ERROR", PostgresErrorCodes.DiskFull),
        new InvalidOperationException("Likely transient.", new NpgsqlException("Failed to connect.", new SocketException())),
        new DbUpdateException("Not saved.", new SqliteException("busy", 5)),
        new SqliteException("full", 13),
        new SqliteException("disk I/O error", 10, 778),
        new IOException("No space left on device", 28),
    ];

    public static TheoryData<Exception> Bugs =>
    [
        new PostgresException("no such table", "ERROR", "ERROR", PostgresErrorCodes.UndefinedTable),
        new PostgresException("duplicate", "ERROR", "ERROR", PostgresErrorCodes.UniqueViolation),
        new SqliteException("no such table", 1),
        new DbUpdateException("Not saved.", new SqliteException("constraint", 19, 2067)),
        new InvalidOperationException("Sequence contains no elements."),
        new HttpRequestException("The provider is away.", new SocketException()),
        new IOException("The line broke."),
    ];

    [Theory, MemberData(nameof(Outages))]
    public void A_store_that_cannot_be_used_now_is_an_outage(Exception error) => Assert.True(error.IsOutage());

    [Theory, MemberData(nameof(Bugs))]
    public void What_waiting_does_not_mend_is_none(Exception error) => Assert.False(error.IsOutage());
}
