using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;

namespace GlpCommerce.Core.Orders;

/// <summary>
/// What somebody brings to prove that an order is theirs: the session that placed it, the order's key or one that a code from an
/// e-mail was changed for, or the account it belongs to. One of them is enough. Staff may read what is not theirs, and each
/// reading is written down. Pages, API, receipts and live status all ask here, so that they agree on who is the holder.
/// </summary>
public sealed class OrderProof
{
    public static readonly OrderProof None = new(sessionId: null);

    /// <summary>
    /// How long the session and the key open an order that has an owner in an account, and how long a key from an e-mail's code
    /// opens any: who once had them need not have them for ever.
    /// </summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(30);

    private readonly string[] _sessionKeys;
    private readonly string[] _tokenHashes;

    /// <param name="sessionId">The caller's session secret: the browser that ordered needs no other key.</param>
    /// <param name="tokens">Access tokens; anything at all, and null for none.</param>
    public OrderProof(string? sessionId, params IEnumerable<string?> tokens)
        : this([sessionId], tokens)
    {
    }

    /// <param name="sessionIds">A browser has its own session and, signed in, its account's.</param>
    /// <param name="tokens">Access tokens; anything at all, and null for none.</param>
    public OrderProof(IEnumerable<string?> sessionIds, IEnumerable<string?> tokens) =>
        (_sessionKeys, _tokenHashes) = (Hashes(sessionIds), Hashes(tokens));

    private OrderProof(string[] sessionKeys, string[] tokenHashes, long? accountId, DateTime? at) =>
        (_sessionKeys, _tokenHashes, AccountId, At) = (sessionKeys, tokenHashes, accountId, at);

    /// <summary>When it is brought. Without it, session and keys count whenever they were given.</summary>
    public DateTime? At { get; init; }

    /// <summary>The account that is signed in.</summary>
    public long? AccountId { get; init; }

    /// <summary>Who of the staff asks. What opens for that alone is written down, and is changed at the staff's own pages only.</summary>
    public Actor? Staff { get; init; }

    /// <summary>Whether the caller may read every order, whoever placed it.</summary>
    [MemberNotNullWhen(true, nameof(Staff))]
    internal bool OpensAll => Staff?.May(Rights.SeeOrders) == true;

    /// <summary>Whether this caller may read an order: it is theirs, or they are staff.</summary>
    internal Expression<Func<Order, bool>> Opens(ShopDb db) => OpensAll ? _ => true : Holds(db);

    /// <summary>Whether an order is this caller's. The database compares hashes, whose time tells nothing of the secrets.</summary>
    internal Expression<Func<Order, bool>> Holds(ShopDb db)
    {
        // No row has the number 0, so nobody who is not signed in owns the orders of guests.
        var (account, old) = (AccountId ?? 0, At is { } at ? at - Life : DateTime.UnixEpoch);
        IQueryable<OrderCode> codes = db.OrderCodes;
        return _tokenHashes.Length == 0
            ? order => order.AccountId == account
                || ((order.AccountId == null || order.PlacedAt > old) && _sessionKeys.Contains(order.SessionKey))
            : order => order.AccountId == account
                || ((order.AccountId == null || order.PlacedAt > old) && (_sessionKeys.Contains(order.SessionKey) || _tokenHashes.Contains(order.AccessTokenHash)))
                || codes.Any(code => code.OrderId == order.Id && code.UsedAt > old && _tokenHashes.Contains(code.TokenHash));
    }

    /// <summary>The same without the rights of staff.</summary>
    public OrderProof AsHolder() => new(_sessionKeys, _tokenHashes, AccountId, At);

    /// <summary>Why the order cannot be changed by this caller, who does not hold it.</summary>
    /// <param name="stranger">What is said to everybody but staff.</param>
    internal Problem Refuse(Problem stranger) => OpensAll ? OrderProblems.ForStaff : stranger;

    private static string[] Hashes(IEnumerable<string?> secrets) => [.. secrets.OfType<string>().Select(Secrets.Hash)];
}
