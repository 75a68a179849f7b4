using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>
/// Counts the statements that one request, and nothing else that runs meanwhile, sends to the database. A statement that
/// is written by hand goes past Entity Framework; it counts as the opening of the connection that it was sent on. A test
/// may also let something happen, or break, right before a statement.
/// </summary>
public sealed class SqlCounter : DbCommandInterceptor, IDbConnectionInterceptor
{
    /// <summary>Stands for what was sent on a connection past Entity Framework.</summary>
    public const string ByHand = "(by hand)";

    private readonly AsyncLocal<List<string>?> _watched = new();
    private readonly ConditionalWeakTable<DbConnection, List<string>> _opened = [];

    /// <summary>Called with each statement before it is sent. What it does itself comes by here too.</summary>
    public Func<string, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>Does something once, right before a statement that holds these words is sent for the n-th time.</summary>
    public void Once(string words, Func<Task> act, int time = 1)
    {
        var seen = 0;
        Before = async statement =>
        {
            if (statement.Contains(words, StringComparison.Ordinal) && ++seen == time)
            {
                Before = _ => Task.CompletedTask;
                await act();
            }
        };
    }

    /// <summary>The statements that <paramref name="act"/> causes.</summary>
    public async Task<IReadOnlyList<string>> DuringAsync(Func<Task> act)
    {
        var statements = new List<string>();
        _watched.Value = statements;
        try
        {
            await act();
        }
        finally
        {
            _watched.Value = null;
        }

        lock (statements)
        {
            return [.. statements];
        }
    }

    /// <summary>
    /// The fewest statements of some tries: who works in the same shop meanwhile lets what is remembered be read anew, and once a
    /// second somebody looks whether the catalogue or the rates have changed, which is nobody's own.
    /// </summary>
    public async Task<int> FewestAsync(Func<Task> act, int tries = 5)
    {
        var fewest = int.MaxValue;
        for (var i = 0; i < tries; i++)
        {
            fewest = Math.Min(fewest, (await DuringAsync(act)).Count(sql => !IsLook(sql)));
        }

        return fewest;
    }

    /// <summary>Whether it is what is asked once a second, by whoever comes first.</summary>
    public static bool IsLook(string statement) => statement.Contains("CatalogState", StringComparison.Ordinal) || statement.Contains("RateCard", StringComparison.Ordinal);

    public Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (_watched.Value is { } statements)
        {
            lock (statements)
            {
                statements.Add(ByHand);
                _opened.AddOrUpdate(connection, statements);
            }
        }

        return Task.CompletedTask;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) =>
        Note(command, result);

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
        Note(command, result);

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default) =>
        Note(command, result);

    private async ValueTask<T> Note<T>(DbCommand command, T result)
    {
        await Before(command.CommandText);
        if (_watched.Value is { } statements)
        {
            lock (statements)
            {
                // Entity Framework opened the connection for this statement: together they are one.
                if (command.Connection is { } connection && _opened.Remove(connection))
                {
                    statements.Remove(ByHand);
                }

                statements.Add(command.CommandText);
            }
        }

        return result;
    }
}
