using System.Text.Json;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Core.Staff;

namespace GlpCommerce.Core.BulkEdits;

public enum BatchKind
{
    /// <summary>A file that staff have given.</summary>
    Import,

    /// <summary>One change of many products.</summary>
    Edit,
}

public enum BatchState
{
    /// <summary>A file whose columns are still to be looked at, or a change that could not be checked.</summary>
    New,

    /// <summary>A job looks what would change.</summary>
    Planning,

    /// <summary>The dry run can be read.</summary>
    Planned,

    /// <summary>A product was changed since the dry run: it has to be made again.</summary>
    Stale,

    /// <summary>A job writes.</summary>
    Applying,
    Applied,

    /// <summary>A job puts back what was there before.</summary>
    Undoing,
    Undone,

    /// <summary>It is being thrown away. Nobody sees it any more.</summary>
    Forgotten,
}

/// <summary>An edit of many products: looked at first, then done as a whole, and undone as a whole.</summary>
public sealed class ProductBatch
{
    /// <summary>How long one that was done can be undone, and anything of it is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public long Id { get; init; }
    public BatchKind Kind { get; init; }
    public BatchState State { get; init; }

    /// <summary>The file's name, or what is changed.</summary>
    public required string Title { get; init; }

    /// <summary>Where the file lies in the media store.</summary>
    public string? FileKey { get; init; }

    /// <summary>An <see cref="ImportOrder"/> or an <see cref="EditOrder"/> as JSON.</summary>
    public required string Order { get; init; }

    /// <summary>Raised by each dry run, so that a job of an earlier one does nothing any more.</summary>
    public int Round { get; init; }

    /// <summary>Rows of the file, or products that are chosen.</summary>
    public int Rows { get; init; }

    /// <summary>How many of them the job that is at work has dealt with.</summary>
    public int Done { get; init; }
    public int Made { get; init; }
    public int Changed { get; init; }
    public int Unchanged { get; init; }
    public int Wrong { get; init; }

    /// <summary>Products that undoing left as they were, or in part.</summary>
    public int Left { get; init; }

    /// <summary>Sentences about the whole, as a JSON list.</summary>
    public string Notices { get; init; } = "[]";

    /// <summary>Why the last act was refused.</summary>
    public string? Trouble { get; init; }
    public long AccountId { get; init; }
    public DateTime CreatedAt { get; init; }
    public long? AppliedBy { get; init; }
    public DateTime? AppliedAt { get; init; }
    public long? UndoneBy { get; init; }
    public DateTime? UndoneAt { get; init; }

    public IReadOnlyList<string> NoticeList => JsonSerializer.Deserialize<List<string>>(Notices) ?? [];

    public bool IsAtWork => State is BatchState.Planning or BatchState.Applying or BatchState.Undoing;
}

public enum RowOutcome
{
    New,
    Changed,
    Wrong,
}

/// <summary>Why a row of a batch cannot be done.</summary>
/// <param name="Column">As the file calls it; null when it is about the whole row.</param>
public sealed record RowProblem(string? Column, string Sentence);

/// <summary>One product of a batch: what would change, what was changed, or why it cannot be. Rows that change nothing are only counted.</summary>
public sealed class BatchRow
{
    public long Id { get; init; }
    public long BatchId { get; init; }

    /// <summary>As a spreadsheet counts them: the first row holds the columns' names.</summary>
    public int Number { get; init; }
    public RowOutcome Outcome { get; init; }
    public required string Sku { get; init; }
    public required string Name { get; init; }

    /// <summary>Null for a product that is still to be made.</summary>
    public int? ProductId { get; init; }

    /// <summary>The product's version that was looked at.</summary>
    public int Version { get; init; }

    /// <summary>The version that the batch made; null as long as it has not.</summary>
    public int? AppliedVersion { get; init; }

    /// <summary>A JSON list of <see cref="TextChange"/>.</summary>
    public required string Changes { get; init; }

    /// <summary>A JSON list of <see cref="RowProblem"/>.</summary>
    public required string Problems { get; init; }

    /// <summary>What undoing left as it was, and why.</summary>
    public string? Left { get; init; }

    public IReadOnlyList<TextChange> ChangeList => JsonSerializer.Deserialize<List<TextChange>>(Changes) ?? [];

    public IReadOnlyList<RowProblem> ProblemList => JsonSerializer.Deserialize<List<RowProblem>>(Problems) ?? [];
}
