namespace GlpCommerce.Core.Media;

/// <summary>Ends once nothing has moved for so long. How long the whole takes says only how large it is.</summary>
internal sealed class Patience : IDisposable
{
    private readonly TimeSpan _longest;
    private readonly CancellationTokenSource _silence;
    private readonly CancellationTokenSource _either;

    public Patience(TimeSpan longest, TimeProvider clock, CancellationToken ct)
    {
        _longest = longest;
        _silence = new CancellationTokenSource(longest, clock);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_silence.Token, ct);
    }

    public CancellationToken Token => _either.Token;

    /// <summary>Something has moved.</summary>
    public void Restart() => _silence.CancelAfter(_longest);

    public void Dispose()
    {
        _either.Dispose();
        _silence.Dispose();
    }
}
