using System.Linq.Expressions;
using GlpCommerce.Core.Common;

namespace GlpCommerce.Core.Orders;

/// <summary>
/// What somebody brings to prove that an order is theirs: the session that placed it, or the order's own key. One of them
/// is enough. Pages, API, receipts and live status all ask here, so that they agree on who is the holder.
/// </summary>
public sealed class OrderProof
{
    public static readonly OrderProof None = new(sessionId: null);

    private readonly string _sessionKey;
    private readonly string[] _tokenHashes;

    /// <param name="sessionId">The caller's session secret: the browser that ordered needs no other key.</param>
    /// <param name="tokens">Access tokens; anything at all, and null for none.</param>
    public OrderProof(string? sessionId, params IEnumerable<string?> tokens)
    {
        _sessionKey = HashOf(sessionId);
        _tokenHashes = [.. tokens.Where(t => t is not null).Select(HashOf)];
    }

    /// <summary>Whether an order is this caller's. The database compares hashes, whose time tells nothing of the secrets.</summary>
    internal Expression<Func<Order, bool>> Opens => order => order.SessionKey == _sessionKey || _tokenHashes.Contains(order.AccessTokenHash);

    /// <summary>No hash is empty, so an absent secret opens nothing.</summary>
    private static string HashOf(string? secret) => secret is null ? "" : Secrets.Hash(secret);
}
