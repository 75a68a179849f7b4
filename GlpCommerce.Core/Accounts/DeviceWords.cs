namespace GlpCommerce.Core.Accounts;

/// <summary>Names a browser and its machine in two words: enough for its owner to know it again, too little to find anybody by.</summary>
internal static class DeviceWords
{
    /// <summary>What a browser calls itself, and what it is called. Most also claim to be those below them.</summary>
    private static readonly (string Sign, string Name)[] Browsers =
    [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ];

    private static readonly (string Sign, string Name)[] Machines =
    [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "ChromeOS"), ("Mac OS X", "Mac"), ("Linux", "Linux"),
    ];

    /// <param name="userAgent">Anything at all.</param>
    public static string Of(string? userAgent) => string.Join(", ", new[] { NameIn(userAgent, Browsers), NameIn(userAgent, Machines) }.OfType<string>());

    private static string? NameIn(string? userAgent, (string Sign, string Name)[] known) =>
        known.Where(one => userAgent?.Contains(one.Sign, StringComparison.Ordinal) == true).Select(one => one.Name).FirstOrDefault();
}
