using GlpCommerce.Core.Common;
using GlpCommerce.Core.Startup;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Startup;

public sealed class InstanceLockTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("instance-");

    private DataFolder Folder => new(Path.Combine(_root.FullName, "data"));

    [Fact]
    public void A_second_program_on_the_same_folder_is_refused_with_a_sentence()
    {
        using var first = new InstanceLock(Folder, databaseFile: null);

        var error = Assert.Throws<StartupException>(() => new InstanceLock(Folder, databaseFile: null));

        Assert.Contains("in use by another running shop", error.Message, StringComparison.Ordinal);
        Assert.Contains("Shop:DataPath", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_folders_cannot_share_one_database_file()
    {
        var database = Path.Combine(_root.FullName, "shared.db");
        using var first = new InstanceLock(Folder, database);

        Assert.Throws<StartupException>(() => new InstanceLock(new DataFolder(Path.Combine(_root.FullName, "other")), database));
    }

    [Fact]
    public async Task A_restart_has_the_name_of_the_start_before()
    {
        string name;
        using (var first = new InstanceLock(Folder, databaseFile: null))
        {
            name = first.Name.Value;
        }

        using var second = await TakeAsync(Folder, databaseFile: null);

        Assert.Equal(name, second.Name.Value);
    }

    [Fact]
    public async Task A_refused_start_leaves_no_lock_behind()
    {
        var database = Path.Combine(_root.FullName, "shared.db");
        var other = new DataFolder(Path.Combine(_root.FullName, "other"));
        using (new InstanceLock(Folder, database))
        {
            Assert.Throws<StartupException>(() => new InstanceLock(other, database));
        }

        using var after = await TakeAsync(other, database);

        Assert.NotEmpty(after.Name.Value);
    }

    /// <summary>Takes it when it is free: a program that another test begins just now has, for a moment, a copy of every file that is open here.</summary>
    private static async Task<InstanceLock> TakeAsync(DataFolder folder, string? databaseFile) => (await Poll.UntilAsync(
        () =>
        {
            try
            {
                return Task.FromResult<InstanceLock?>(new InstanceLock(folder, databaseFile));
            }
            catch (StartupException)
            {
                return Task.FromResult<InstanceLock?>(null);
            }
        },
        held => held is not null, "the lock to be free"))!;

    public void Dispose() => _root.Delete(recursive: true);
}
