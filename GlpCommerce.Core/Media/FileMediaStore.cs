namespace GlpCommerce.Core.Media;

/// <summary>Keeps each file in a folder that only the shop's own user may enter.</summary>
/// <param name="folder">It is made when the first file comes.</param>
public sealed class FileMediaStore(string folder) : IMediaStore
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Far more often in a row than others can take away a folder that is just made.</summary>
    private const int Attempts = 100;

    private readonly string _folder = Path.GetFullPath(folder);

    /// <summary>No key begins with a dot, so none leads in here.</summary>
    private string Drafts => Path.Combine(_folder, ".drafts");

    public async Task PutAsync(string key, Stream content, CancellationToken ct = default)
    {
        var file = FileOf(key);
        Make(_folder);
        Make(Drafts);
        var draft = Path.Combine(Drafts, $"{Guid.NewGuid():N}");
        try
        {
            await using (var stream = new FileStream(draft, FileMode.CreateNew, FileAccess.Write))
            {
                await content.CopyToAsync(stream, ct);
                stream.Flush(flushToDisk: true);
            }

            Place(draft, file);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }

    public Task<Stream?> OpenAsync(string key, CancellationToken ct = default)
    {
        var file = FileOf(key);
        try
        {
            // Deleting and replacing need not wait for a slow reader, who goes on with what was there.
            return Task.FromResult<Stream?>(File.Exists(file)
                ? new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 4096, useAsync: true)
                : null);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    public Task DeleteAsync(string key, CancellationToken ct = default)
    {
        var file = FileOf(key);
        if (File.Exists(file))
        {
            File.Delete(file);
        }

        RemoveEmpty(Path.GetDirectoryName(file)!);
        return Task.CompletedTask;
    }

    /// <summary>Its folder may be taken away as empty at the same moment: then it is made again.</summary>
    private static void Place(string draft, string file)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Make(Path.GetDirectoryName(file)!);
                File.Move(draft, file, overwrite: true);
                return;
            }
            catch (IOException) when (attempt < Attempts && File.Exists(draft))
            {
                // The system has several words for it: the folder is gone, or was there a moment ago.
            }
        }
    }

    /// <summary>A folder is taken away by the system only while nothing is in it, whoever looks or writes at the same moment.</summary>
    private void RemoveEmpty(string folder)
    {
        try
        {
            for (; folder.Length > _folder.Length && !Directory.EnumerateFileSystemEntries(folder).Any(); folder = Path.GetDirectoryName(folder)!)
            {
                Directory.Delete(folder);
            }
        }
        catch (IOException)
        {
            // Somebody has put a file there meanwhile, or has taken the folder away.
        }
    }

    private string FileOf(string key)
    {
        var file = Path.GetFullPath(Path.Combine(_folder, MediaKey.Check(key)));
        return file.StartsWith(_folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? file
            : throw new ArgumentException("This key leads out of the media folder.", nameof(key));
    }

    private static void Make(string path) => _ = OperatingSystem.IsWindows()
        ? Directory.CreateDirectory(path)
        : Directory.CreateDirectory(path, Private);
}
