namespace GlpCommerce.Core.Media;

/// <summary>Keeps each file in a folder that only the shop's own user may enter.</summary>
/// <param name="folder">It is made when the first file comes.</param>
public sealed class FileMediaStore(string folder) : IMediaStore
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _folder = Path.GetFullPath(folder);

    /// <summary>No key begins with a dot, so none leads in here.</summary>
    private string Drafts => Path.Combine(_folder, ".drafts");

    public async Task PutAsync(string key, Stream content, CancellationToken ct = default)
    {
        var file = FileOf(key);
        Make(_folder);
        Make(Drafts);
        Make(Path.GetDirectoryName(file)!);
        var draft = Path.Combine(Drafts, $"{Guid.NewGuid():N}");
        try
        {
            await using (var stream = new FileStream(draft, FileMode.CreateNew, FileAccess.Write))
            {
                await content.CopyToAsync(stream, ct);
                stream.Flush(flushToDisk: true);
            }

            File.Move(draft, file, overwrite: true);
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

        return Task.CompletedTask;
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
