using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Data;

/// <summary>
/// A context's connection, open for statements of our own until this is disposed. EF Core's pool passes a context on
/// without forgetting that its connection was opened by hand: whoever got it next would hold a connection between two
/// statements, and as many of them as there are connections would wait for each other.
/// </summary>
public sealed class HeldConnection : IAsyncDisposable
{
    private readonly ShopDb _db;

    private HeldConnection(ShopDb db) => _db = db;

    public static async Task<HeldConnection> OpenAsync(ShopDb db, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        return new HeldConnection(db);
    }

    public async ValueTask DisposeAsync() => await _db.Database.CloseConnectionAsync();
}
