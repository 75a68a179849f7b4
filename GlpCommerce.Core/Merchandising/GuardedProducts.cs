using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;

namespace GlpCommerce.Core.Merchandising;

/// <summary>Products that the claims guard has read, ready to be put down: there is no other way to put one down.</summary>
internal sealed class GuardedProducts
{
    private readonly List<StagedProduct> _staged = [];
    private readonly Dictionary<long, IReadOnlyList<Problem>> _refused = [];

    /// <summary><c>claims.marked</c> for each field that may not go out so, by the batch's row.</summary>
    public IReadOnlyDictionary<long, IReadOnlyList<Problem>> Refused => _refused;

    /// <summary>How many were let through.</summary>
    public int Count => _staged.Count;

    internal void Add(long rowId, List<Problem> refusals, Func<StagedProduct> make)
    {
        if (refusals.Count > 0)
        {
            _refused[rowId] = refusals;
        }
        else
        {
            _staged.Add(make());
        }
    }

    /// <summary>Puts those that were let through beside the catalogue, for <see cref="ManyProducts.WriteAsync"/>.</summary>
    public void Put(ShopDb db) => db.AddRange(_staged);
}
