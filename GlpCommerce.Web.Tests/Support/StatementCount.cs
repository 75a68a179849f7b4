using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>Counts the statements that a piece of work sends through EF Core; tests beside it do not count.</summary>
public sealed class StatementCount : IDisposable, IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private readonly AsyncLocal<bool> _mine = new();
    private readonly List<IDisposable> _subscriptions = [];
    private int _count;

    private StatementCount() => _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));

    /// <summary>A context of EF Core looks once a second whether anybody listens, so this waits until each has noticed.</summary>
    public static async Task<StatementCount> ListenAsync()
    {
        var statements = new StatementCount();
        await Task.Delay(TimeSpan.FromSeconds(1.1));
        return statements;
    }

    public async Task<int> OfAsync(Func<Task> work)
    {
        var before = _count;
        _mine.Value = true;
        await work();
        _mine.Value = false;
        return _count - before;
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory.Name)
        {
            _subscriptions.Add(value.Subscribe(this));
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (_mine.Value && value.Key == RelationalEventId.CommandExecuting.Name)
        {
            Interlocked.Increment(ref _count);
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose() => _subscriptions.ToList().ForEach(subscription => subscription.Dispose());
}
