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
    /// <summary>Somebody waits for what is read.</summary>
    public static readonly TimeSpan ReadPatience = TimeSpan.FromSeconds(5);

    public static readonly TimeSpan WritePatience = TimeSpan.FromSeconds(20);
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
            Timeout = WritePatience,
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
        using var whole = new MemoryStream();
        await content.CopyToAsync(whole, ct);
        whole.Position = 0;
        // Signed as a whole: not every store takes apart what is signed piece by piece.
        await AskAsync(
            token => _client.PutObjectAsync(
                new PutObjectRequest { BucketName = _bucket, Key = key, InputStream = whole, AutoCloseStream = false, UseChunkEncoding = false }, token),
            WritePatience, ct);
    }

    public async Task<Stream?> OpenAsync(string key, CancellationToken ct = default)
    {
        MediaKey.Check(key);
        return await AskAsync(token => ReadAsync(key, token), ReadPatience, ct);
    }

    public Task DeleteAsync(string key, CancellationToken ct = default) =>
        AskAsync(token => _client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = _bucket, Key = MediaKey.Check(key) }, token), WritePatience, ct);

    public void Dispose() => _client.Dispose();

    /// <summary>The whole of it, which is ten megabytes at most: an answer that has begun cannot say any more that the rest is missing.</summary>
    private async Task<Stream?> ReadAsync(string key, CancellationToken ct)
    {
        try
        {
            using var answer = await _client.GetObjectAsync(new GetObjectRequest { BucketName = _bucket, Key = key }, ct);
            var content = new MemoryStream();
            await answer.ResponseStream.CopyToAsync(content, ct);
            content.Position = 0;
            return content;
        }
        catch (AmazonS3Exception error) when (error is { StatusCode: HttpStatusCode.NotFound, ErrorCode: "NoSuchKey" })
        {
            return null;
        }
    }

    private async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> ask, TimeSpan patience, CancellationToken ct)
    {
        if (_clock.GetTimestamp() < Interlocked.Read(ref _restsUntil))
        {
            throw new MediaTroubleException($"The bucket {_bucket} did not answer a moment ago.");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(patience);
        try
        {
            return await ask(limit.Token);
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
