using System.Globalization;

namespace GlpCommerce.Bench;

/// <summary>What the whole machine works: the database server is a process of its own.</summary>
internal static class Machine
{
    private const int TicksPerSecond = 100;

    /// <summary>Time that all cores together were not idle, since the machine started.</summary>
    public static TimeSpan Busy
    {
        get
        {
            // cpu user nice system idle iowait irq softirq steal …
            var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1)
                .Select(ticks => long.Parse(ticks, CultureInfo.InvariantCulture)).ToArray();
            return TimeSpan.FromSeconds((double)(fields[0] + fields[1] + fields[2] + fields[5] + fields[6]) / TicksPerSecond);
        }
    }
}
