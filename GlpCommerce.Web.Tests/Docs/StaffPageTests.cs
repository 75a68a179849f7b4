using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Docs;

public sealed class StaffPageTests
{
    private static string Page { get; } = File.ReadAllText(Path.Combine(Repository.Root, "docs", "staff.md"));

    [Fact]
    public void The_table_of_who_may_do_what_is_that_of_the_program() => Assert.Equal(
        Rights.All.Select(Row), Page.Split("\n## Who may do what\n")[1].Split("\n## ")[0].Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(2));

    [Fact]
    public void It_tells_the_first_administrators_settings_and_each_command() =>
        Assert.All(["`Staff:Email`", "`Staff:Password`", "`staff add <email>", "`audit verify [seal]`", "`guest export <email> <file>`", "`guest erase <email>`", "first-staff-password"], word => Assert.Contains(word, Page, StringComparison.Ordinal));

    private static string Row(Right right)
    {
        var roles = Roles.All.Skip(1).Select(role => new Actor(1, role).May(right) ? " yes |" : " |");
        return $"| {right.Means} | `{right.Name}` |{string.Concat(roles)}";
    }
}
