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

    /// <summary>User and system time that a process has taken so far; none when it is gone.</summary>
    public static TimeSpan CpuOf(int process)
    {
        try
        {
            var fields = Fields(process);
            return Ticks(fields[12]) + Ticks(fields[13]);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or IOException)
        {
            return TimeSpan.Zero;
        }
    }

    /// <summary>The process that started another one.</summary>
    public static int ParentOf(int process) => int.Parse(Fields(process)[2], CultureInfo.InvariantCulture);

    /// <summary>The time of a server and of its processes, those that have ended included.</summary>
    public static TimeSpan CpuOfServer(int server)
    {
        var own = Fields(server);
        var children = File.ReadAllText($"/proc/{server}/task/{server}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return children.Aggregate(
            Ticks(own[12]) + Ticks(own[13]) + Ticks(own[14]) + Ticks(own[15]), (sum, child) => sum + CpuOf(int.Parse(child, CultureInfo.InvariantCulture)));
    }

    // Counted after the name, which may hold blanks.
    private static string[] Fields(int process) => File.ReadAllText($"/proc/{process}/stat").Split(')')[^1].Split(' ');

    private static TimeSpan Ticks(string ticks) => TimeSpan.FromSeconds(double.Parse(ticks, CultureInfo.InvariantCulture) / TicksPerSecond);
}
