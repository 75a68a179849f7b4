using GlpCommerce.Core.Media;

namespace GlpCommerce.Web.Tests.Media;

public sealed class DiskContractTests : MediaStoreContract, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("media-");

    public void Dispose() => _folder.Delete(recursive: true);

    protected override Task<IMediaStore> OpenAsync() => Task.FromResult<IMediaStore>(new FileMediaStore(Path.Combine(_folder.FullName, "media")));
}
