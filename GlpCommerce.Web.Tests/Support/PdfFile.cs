using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>A PDF as another program reads it: Poppler's tools.</summary>
internal sealed class PdfFile : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"receipt-{Guid.NewGuid():N}.pdf");

    public PdfFile(byte[] bytes)
    {
        File.WriteAllBytes(_path, bytes);
        Pages = [.. Run("pdftotext", "-layout", _path, "-").TrimEnd('\f').Split('\f')];
    }

    /// <summary>The text of each page, with the columns apart.</summary>
    public IReadOnlyList<string> Pages { get; }

    /// <summary>All words in their order, each blank one.</summary>
    public string Text => string.Join(' ', Run("pdftotext", _path, "-").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>What the file says of itself, such as Title.</summary>
    public IReadOnlyDictionary<string, string> About => Run("pdfinfo", "-isodates", _path).Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries)).ToDictionary(pair => pair[0], pair => pair[1]);

    /// <summary>One row for each font: its name, and whether it is inside the file and can be turned into letters.</summary>
    public IReadOnlyList<string> Fonts => [.. Run("pdffonts", _path).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(2)];

    /// <summary>Where each word stands, in points from the page's upper left.</summary>
    public IReadOnlyList<IReadOnlyList<Word>> Words
    {
        get
        {
            // A control character is not allowed in XML and stands in no receipt.
            var page = XDocument.Parse(Regex.Replace(Run("pdftotext", "-bbox", _path, "-"), "<!DOCTYPE[^>]*>|[\0-\x08\x0b\x0c\x0e-\x1f]", ""));
            return [.. page.Descendants().Where(e => e.Name.LocalName == "page")
                .Select(p => p.Elements().Select(w => new Word(w.Value, At(w, "xMin"), At(w, "yMin"), At(w, "xMax"), At(w, "yMax"))).ToList())];
        }
    }

    public void Dispose() => File.Delete(_path);

    private static double At(XElement word, string edge) => double.Parse(word.Attribute(edge)!.Value, CultureInfo.InvariantCulture);

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, StandardOutputEncoding = System.Text.Encoding.UTF8 })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }

    internal sealed record Word(string Text, double Left, double Top, double Right, double Bottom)
    {
        public bool Covers(Word other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;
    }
}
