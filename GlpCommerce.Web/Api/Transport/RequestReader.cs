using System.IO.Pipelines;
using GlpCommerce.Web.Api.Errors;
using Microsoft.Extensions.Options;

namespace GlpCommerce.Web.Api.Transport;

/// <summary>Takes a request off the wire, and never more of it than is allowed.</summary>
internal sealed class RequestReader(IOptions<ApiOptions> options, RequestShape shape)
{
    public ValueTask<ReadRequest> ReadAsync(HttpRequest request, CancellationToken patience) =>
        HttpMethods.IsPost(request.Method) ? ReadBodyAsync(request, patience) : new(shape.Read(request.Query));

    private async ValueTask<ReadRequest> ReadBodyAsync(HttpRequest request, CancellationToken patience)
    {
        if (!MediaTypes.IsReadable(request.ContentType))
        {
            return new ApiError(ErrorCodes.UnsupportedMediaType, "Send JSON in UTF-8, with the header `Content-Type: application/json`.")
            {
                Status = StatusCodes.Status415UnsupportedMediaType,
            };
        }

        if (request.ContentLength > options.Value.MaxBodyBytes)
        {
            return TooLarge();
        }

        return await ReadWholeAsync(request, patience);
    }

    private async ValueTask<ReadRequest> ReadWholeAsync(HttpRequest request, CancellationToken patience)
    {
        while (true)
        {
            var (read, error) = await ReadSomeAsync(request, patience);
            if (error is not null)
            {
                return error;
            }

            if (read.Buffer.Length > options.Value.MaxBodyBytes)
            {
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return TooLarge();
            }

            if (read.IsCompleted)
            {
                var whole = shape.Read(read.Buffer);
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return whole;
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>Whatever goes wrong on the wire is not the shop's doing.</summary>
    private async ValueTask<(ReadResult Read, ApiError? Error)> ReadSomeAsync(HttpRequest request, CancellationToken patience)
    {
        try
        {
            return (await request.BodyReader.ReadAsync(patience), null);
        }
        catch (BadHttpRequestException error)
        {
            return (default, error.StatusCode == StatusCodes.Status413PayloadTooLarge ? TooLarge() : Broken(error.StatusCode));
        }
        catch (OperationCanceledException) when (!request.HttpContext.RequestAborted.IsCancellationRequested)
        {
            return (default, Broken(StatusCodes.Status408RequestTimeout));
        }
        // The length of a chunk may be beyond all numbers.
        catch (Exception error) when (error is IOException or OverflowException)
        {
            return (default, Broken(StatusCodes.Status400BadRequest));
        }
    }

    private ApiError TooLarge() => new(ErrorCodes.BodyLimit, $"The body is larger than {options.Value.MaxBodyBytes} bytes.")
    {
        Status = StatusCodes.Status413PayloadTooLarge,
    };

    private static ApiError Broken(int status) => new(ErrorCodes.BadRequest, "The body did not arrive as it was announced.") { Status = status };
}
