using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>Counts the statements that one request, and nothing else that runs meanwhile, sends to the database.</summary>
public sealed class SqlCounter : DbCommandInterceptor
{
    private readonly AsyncLocal<List<string>?> _watched = new();

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

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        if (_watched.Value is { } statements)
        {
            lock (statements)
            {
                statements.Add(command.CommandText);
            }
        }

        return ValueTask.FromResult(result);
    }
}
