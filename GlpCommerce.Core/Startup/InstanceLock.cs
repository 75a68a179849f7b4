using GlpCommerce.Core.Common;
using GlpCommerce.Core.Jobs;

namespace GlpCommerce.Core.Startup;

/// <summary>
/// Holds the data folder for this process alone. SQLite would let a second program write to the same file, and both
/// would then believe that they own its jobs.
/// </summary>
public sealed class InstanceLock : IDisposable
{
    private readonly List<FileStream> _held = [];

    /// <exception cref="StartupException">Another process holds it, or the folder cannot be written to.</exception>
    public InstanceLock(DataFolder folder, string? databaseFile)
    {
        try
        {
            Make(folder.Path);
            _held.Add(Hold(folder.Lock));
            if (databaseFile is not null && Path.GetFullPath(databaseFile) != Path.GetFullPath(folder.Database))
            {
                _held.Add(HoldDatabase(databaseFile));
            }

            Name = new InstanceName(ReadOrCreate(folder.Instance));
        }
        catch (UnauthorizedAccessException error)
        {
            Dispose();
            throw new StartupException($"Shop:DataPath is '{folder.Path}', but this user may not write there.", error);
        }
        catch (IOException error)
        {
            Dispose();
            throw new StartupException(
                $"The data in '{folder.Path}' is in use by another running shop: stop that one first, or give this one its own Shop:DataPath.",
                error);
        }
    }

    /// <summary>The same name after every start on this folder.</summary>
    public InstanceName Name { get; }

    public void Dispose()
    {
        _held.ForEach(file => file.Dispose());
        _held.Clear();
    }

    private static void Make(string path)
    {
        try
        {
            // The folder holds orders and keys: a new one is its owner's alone.
            _ = OperatingSystem.IsWindows() ? Directory.CreateDirectory(path)
                : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (IOException error)
        {
            throw new StartupException($"Shop:DataPath is '{path}', but no folder can be made there.", error);
        }
    }

    private static FileStream Hold(string path) => new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    private static FileStream HoldDatabase(string file)
    {
        try
        {
            return Hold(file + ".lock");
        }
        catch (Exception error) when (error is DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw new StartupException($"Database:ConnectionString names the file '{file}', but nothing can be written there.", error);
        }
    }

    private static string ReadOrCreate(string path)
    {
        if (File.Exists(path) && File.ReadAllText(path).Trim() is { Length: > 0 } name)
        {
            return name;
        }

        var created = Secrets.New(9);
        File.WriteAllText(path, created);
        return created;
    }
}
