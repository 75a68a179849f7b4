using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.Logging;

namespace GlpCommerce.Core.Media;

/// <summary>
/// Keeps files in a bucket of any store that speaks S3. After it was silent once it is left alone for some seconds: pages do
/// not wait for it one after the other.
/// </summary>
public sealed partial class S3MediaStore : IMediaStore, IDisposable
{
    /// <summary>How long nothing may come. Somebody waits for what is read.</summary>
    public static readonly TimeSpan ReadPatience = TimeSpan.FromSeconds(5);

    /// <summary>How long nothing may be taken of what is written.</summary>
    public static readonly TimeSpan WritePatience = TimeSpan.FromSeconds(20);
    private const int Portion = 80 * 1024;
    private const int Largest = 32 * 1024 * 1024;
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    private readonly AmazonS3Client _client;
    private readonly string _bucket;
    private readonly TimeProvider _clock;
    private readonly ILogger<S3MediaStore> _logger;
    private long _restsUntil;

    public S3MediaStore(S3Options options, TimeProvider clock, ILogger<S3MediaStore> logger)
    {
        (_bucket, _clock, _logger) = (options.Bucket, clock, logger);
        // Everything is said here, so that nothing is looked up: neither in the environment, nor in files, nor at a cloud's own address.
        _client = new AmazonS3Client(new BasicAWSCredentials(options.AccessKey, options.SecretKey), new AmazonS3Config
        {
            ServiceURL = options.ServiceUrl,
            AuthenticationRegion = options.Region,
            ForcePathStyle = true,
            // AskAsync waits as long as anything moves: a limit for the whole would be one for its size.
            Timeout = Timeout.InfiniteTimeSpan,
            MaxErrorRetry = 1,
            UseHttp = options.ServiceUrl.StartsWith("http://", StringComparison.OrdinalIgnoreCase),
            DefaultConfigurationMode = DefaultConfigurationMode.Standard,
            // Stores other than Amazon's do not all know the newer sums.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        });
    }

    public async Task PutAsync(string key, Stream content, CancellationToken ct = default)
    {
        MediaKey.Check(key);
        // A content that breaks off must not replace what is there.
        using var whole = new SentContent();
        await content.CopyToAsync(whole, ct);
        whole.Position = 0;
        // Signed as a whole: not every store takes apart what is signed piece by piece.
        await AskAsync(
            patience =>
            {
                whole.Moved = patience.Restart;
                return _client.PutObjectAsync(
                    new PutObjectRequest { BucketName = _bucket, Key = key, InputStream = whole, AutoCloseStream = false, UseChunkEncoding = false }, patience.Token);
            },
            WritePatience, ct);
    }

    public async Task<Stream?> OpenAsync(string key, CancellationToken ct = default)
    {
        MediaKey.Check(key);
        return await AskAsync(patience => ReadAsync(key, patience), ReadPatience, ct);
    }

    public Task DeleteAsync(string key, CancellationToken ct = default) =>
        AskAsync(patience => _client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = _bucket, Key = MediaKey.Check(key) }, patience.Token), WritePatience, ct);

    public void Dispose() => _client.Dispose();

    /// <summary>The whole of it, which is a picture's ten megabytes or a file's 32 at most: an answer that has begun cannot say any more that the rest is missing.</summary>
    private async Task<Stream?> ReadAsync(string key, Patience patience)
    {
        try
        {
            using var answer = await _client.GetObjectAsync(new GetObjectRequest { BucketName = _bucket, Key = key }, patience.Token);
            patience.Restart();
            var (content, some) = (new MemoryStream((int)Math.Clamp(answer.ContentLength, 0, Largest)), new byte[Portion]);
            for (int count; (count = await answer.ResponseStream.ReadAsync(some, patience.Token)) > 0; patience.Restart())
            {
                content.Write(some, 0, count);
            }

            content.Position = 0;
            return content;
        }
        catch (AmazonS3Exception error) when (error is { StatusCode: HttpStatusCode.NotFound, ErrorCode: "NoSuchKey" })
        {
            return null;
        }
    }

    private async Task<T> AskAsync<T>(Func<Patience, Task<T>> ask, TimeSpan longest, CancellationToken ct)
    {
        if (_clock.GetTimestamp() < Interlocked.Read(ref _restsUntil))
        {
            throw new MediaTroubleException($"The bucket {_bucket} did not answer a moment ago.");
        }

        using var patience = new Patience(longest, _clock, ct);
        try
        {
            return await ask(patience);
        }
        catch (AmazonServiceException error) when (error.StatusCode != 0)
        {
            LogRefused(_bucket, (int)error.StatusCode, error.ErrorCode);
            throw new MediaTroubleException($"The bucket {_bucket} answered {(int)error.StatusCode} {error.ErrorCode}.", error);
        }
        catch (Exception error) when (error is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            Interlocked.Exchange(ref _restsUntil, _clock.GetTimestamp() + (long)(Rest.TotalSeconds * _clock.TimestampFrequency));
            LogSilent(_bucket, error.GetType().Name);
            throw new MediaTroubleException($"The bucket {_bucket} does not answer.", error);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The bucket {Bucket} answered {Status} {Code}")]
    private partial void LogRefused(string bucket, int status, string? code);

    [LoggerMessage(LogLevel.Warning, "The bucket {Bucket} does not answer ({Trouble})")]
    private partial void LogSilent(string bucket, string trouble);
}
