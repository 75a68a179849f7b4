using GlpCommerce.Core.Common;

namespace GlpCommerce.Core.Accounts;

/// <summary>The file with the first password of a shop in Development; it is gone after the first sign-in.</summary>
internal static class FirstPassword
{
    public static void Write(DataFolder folder, string password)
    {
        Directory.CreateDirectory(folder.Path);
        File.Delete(folder.FirstStaffPassword);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(folder.FirstStaffPassword, options);
        writer.WriteLine(password);
    }

    public static void Forget(DataFolder folder) => File.Delete(folder.FirstStaffPassword);
}
