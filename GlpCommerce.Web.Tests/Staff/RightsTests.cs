using GlpCommerce.Core.Staff;

namespace GlpCommerce.Web.Tests.Staff;

public sealed class RightsTests
{
    [Fact]
    public void Each_role_has_the_rights_of_those_below_it_and_a_customer_has_none()
    {
        var held = Roles.All.Select(role => Rights.All.Where(new Actor(1, role).May).Select(right => right.Name).ToHashSet()).ToList();

        Assert.Empty(held[0]);
        Assert.All(held.Zip(held.Skip(1)), pair => Assert.ProperSubset(pair.Second, pair.First));
        Assert.Equal(Rights.All.Count, held[^1].Count);
    }

    [Fact]
    public void Every_right_has_a_name_of_its_own_and_says_what_it_means()
    {
        Assert.Equal(Rights.All.Count, Rights.All.Select(right => right.Name).Distinct().Count());
        Assert.Equal(
            typeof(Rights).GetFields().Where(field => field.FieldType == typeof(Right)).Select(field => ((Right)field.GetValue(null)!).Name).Order(),
            Rights.All.Select(right => right.Name).Order());
        Assert.All(Rights.All, right => Assert.NotEmpty(right.Means));
    }
}
