using System.Globalization;

namespace GlpCommerce.Bench;

/// <summary>What to measure, and with how much.</summary>
internal sealed record Settings
{
    public static readonly IReadOnlyList<string> Parts = ["shop", "orders", "growth", "first", "start", "circuits", "inside", "whole", "drain", "history", "graphql", "staff", "import"];

    public string Part { get; init; } = "all";

    /// <summary>The folder of the published shop.</summary>
    public string Shop { get; init; } = "";

    /// <summary>Where the data of the measured shops lies while they are measured.</summary>
    public string Work { get; init; } = "";

    public int Products { get; init; } = 10_000;

    /// <summary>The large catalogue that growth compares with one of 1,000, and that staff list.</summary>
    public int Many { get; init; } = 100_000;

    /// <summary>How long a measured stretch lasts.</summary>
    public int Seconds { get; init; } = 10;

    public int Orders { get; init; } = 50;
    public int Circuits { get; init; } = 200;

    /// <summary>Empty jobs to drain.</summary>
    public int Jobs { get; init; } = 30_000;

    /// <summary>The past orders of an old shop, which history compares with one of 10,000.</summary>
    public int Past { get; init; } = 1_000_000;

    /// <summary>The shop on core 0 and the readers on core 1, instead of both on both. <c>run</c> sees to the second.</summary>
    public bool Pin { get; init; }

    /// <summary>A PostgreSQL server to measure on; null measures SQLite. Databases are created there and dropped again.</summary>
    public string? Postgres { get; init; }

    public TimeSpan Stretch => TimeSpan.FromSeconds(Seconds);

    public bool Wants(string part) => Part == "all" || Part == part;

    /// <exception cref="FormatException">A word is not understood.</exception>
    public static Settings Parse(string[] words)
    {
        var settings = new Settings();
        for (var i = 0; i < words.Length; i++)
        {
            settings = words[i] switch
            {
                "all" => settings,
                "--shop" => settings with { Shop = Next(words, ref i) },
                "--work" => settings with { Work = Next(words, ref i) },
                "--products" => settings with { Products = Number(words, ref i) },
                "--many" => settings with { Many = Number(words, ref i) },
                "--seconds" => settings with { Seconds = Number(words, ref i) },
                "--orders" => settings with { Orders = Number(words, ref i) },
                "--circuits" => settings with { Circuits = Number(words, ref i) },
                "--jobs" => settings with { Jobs = Number(words, ref i) },
                "--past" => settings with { Past = Number(words, ref i) },
                "--postgres" => settings with { Postgres = Next(words, ref i) },
                "--pin" => settings with { Pin = true },
                var part when Parts.Contains(part) => settings with { Part = part },
                var other => throw new FormatException($"'{other}' is not understood. Parts: all, {string.Join(", ", Parts)}."),
            };
        }

        return settings.Shop == "" || settings.Work == "" ? throw new FormatException("Start it with ./bench/run.") : settings;
    }

    private static string Next(string[] words, ref int i) =>
        ++i < words.Length ? words[i] : throw new FormatException($"{words[i - 1]} needs a value.");

    private static int Number(string[] words, ref int i) =>
        int.TryParse(Next(words, ref i), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number : throw new FormatException($"{words[i - 1]} needs a number above 0.");
}
