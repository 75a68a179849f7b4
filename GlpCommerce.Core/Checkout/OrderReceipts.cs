using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Receipts;
using Microsoft.Extensions.Logging;

namespace GlpCommerce.Core.Checkout;

/// <summary>A receipt as a file.</summary>
/// <param name="OrderNumber">Such as GLP-100042.</param>
public sealed record ReceiptFile(string OrderNumber, byte[] Content);

/// <summary>Writes the receipts of orders, and gives them to those who ordered.</summary>
public sealed partial class OrderReceipts(OrderQueries orders, ReceiptQueries receipts, ReceiptFiles files, ILogger<OrderReceipts> logger)
{
    /// <summary>The receipt as it is kept, or drawn on the spot where it is not kept or cannot be read.</summary>
    /// <param name="publicId">From the URL; anything at all.</param>
    /// <returns>Null when there is no such order, no such proof, or no receipt because the order was never confirmed.</returns>
    public Task<ReceiptFile?> FindAsync(string publicId, OrderProof proof, ReceiptForm form, CancellationToken ct = default) =>
        orders.ReadPartAsync(publicId, proof, "order.receipt", order => OfAsync(order, form, ct), ct);

    /// <summary>The same for whoever has seen to it already that it may be read.</summary>
    internal async Task<ReceiptFile?> OfAsync(Order order, ReceiptForm form, CancellationToken ct) =>
        await KeptAsync(order, form, ct) is { } kept ? new ReceiptFile(order.Number, kept)
        : await receipts.FindAsync(order.Id, ct) is { } read ? new ReceiptFile(order.Number, await DrawAsync(order, read, form, ct))
        : null;

    /// <summary>Writes an order's receipt, unless it has none yet. Repeating it writes the same again.</summary>
    public async Task WriteAsync(long orderId, CancellationToken ct = default)
    {
        if (await receipts.FindAsync(orderId, ct) is { } read)
        {
            await WriteAsync(orderId, read, ct);
        }
    }

    /// <summary>
    /// Writes it, and looks afterwards whether the ledger has moved on, or an address was given or corrected meanwhile: then a newer receipt may have been
    /// written before this one, and is written again. Whoever writes last so leaves the newest behind.
    /// </summary>
    private async Task WriteAsync(long orderId, ReadReceipt read, CancellationToken ct)
    {
        await files.PutAsync(read.Known.Name, read.Receipt, ct);
        // From here on it is not broken off: a run that was late enough to overwrite a newer receipt has no time left.
        while (await receipts.FactsAsync(orderId, CancellationToken.None) is var facts && facts != read.Known)
        {
            if (facts.Name != read.Known.Name)
            {
                // The order was erased meanwhile, and this still says whose it was.
                await files.DeleteAsync(read.Known.Name, CancellationToken.None);
            }

            read = (await receipts.FindAsync(orderId, CancellationToken.None))!;
            await files.PutAsync(read.Known.Name, read.Receipt, CancellationToken.None);
        }
    }

    private async Task<byte[]?> KeptAsync(Order order, ReceiptForm form, CancellationToken ct)
    {
        try
        {
            return await files.ReadAsync(ReceiptFiles.NameOf(order.Number, order.AccessTokenHash), form, ct);
        }
        catch (Exception error) when (!ct.IsCancellationRequested)
        {
            LogUnreadable(error, order.Number);
            return null;
        }
    }

    private async Task<byte[]> DrawAsync(Order order, ReadReceipt read, ReceiptForm form, CancellationToken ct)
    {
        try
        {
            await WriteAsync(order.Id, read, ct);
        }
        catch (Exception error) when (!ct.IsCancellationRequested)
        {
            LogNotKept(error, order.Number);
        }

        return await files.DrawAsync(read.Receipt, form);
    }

    [LoggerMessage(LogLevel.Error, "The receipt of order {Number} cannot be read; it is drawn on the spot")]
    private partial void LogUnreadable(Exception error, string number);

    [LoggerMessage(LogLevel.Error, "The receipt of order {Number} cannot be kept; it was drawn on the spot")]
    private partial void LogNotKept(Exception error, string number);

    internal sealed class Handler(OrderReceipts receipts) : IJobHandler<WriteReceipt>
    {
        public Task HandleAsync(WriteReceipt payload, JobLease lease, CancellationToken ct) => receipts.WriteAsync(payload.OrderId, ct);
    }
}
