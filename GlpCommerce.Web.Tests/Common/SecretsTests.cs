using GlpCommerce.Core.Common;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Common;

public sealed class SecretsTests
{
    [Fact]
    public void A_public_id_is_128_random_bits_in_22_letters()
    {
        var ids = Enumerable.Range(0, 1_000).Select(_ => Secrets.New(16)).ToList();

        Assert.All(ids, id => Assert.Matches("^[A-Za-z0-9_-]{22}$", id));
        Assert.Equal(1_000, ids.Distinct().Count());
    }

    [Fact]
    public void A_hash_is_the_same_each_time_and_never_the_secret()
    {
        Assert.Equal(Secrets.Hash("abc"), Secrets.Hash("abc"));
        Assert.NotEqual(Secrets.Hash("abc"), Secrets.Hash("abd"));
        Assert.DoesNotContain("abc", Secrets.Hash("abc"), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_what_can_be_a_key_is_looked_up()
    {
        Assert.True(Input.IsKey(Secrets.New()));
        Assert.True(Input.IsKey("loop-bands"));
        Assert.False(Input.IsKey(null));
        Assert.All(Some.Nonsense.Except(["-"]), text => Assert.False(Input.IsKey(text)));
    }
}
