using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using GlpCommerce.Web.Tests.Processes;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Api;

/// <summary>Requests that mean harm, sent to the real program: each is refused, and it lives on.</summary>
[Collection(ProcessTests.Name)]
public sealed class HostileTests(RunningShop running)
{
    private const int Deep = 10_000;

    public static TheoryData<string, string> Documents => new()
    {
        { "fields", Nested("{ a ", " }") },
        { "fields that never close", string.Concat(Enumerable.Repeat("{ a ", Deep)) },
        { "inline fragments", "{ " + Nested("... { ", " } ", "__typename") + " }" },
        { "lists in a value", $"{{ product(id: {Nested("[", "]")}) {{ id }} }}" },
        { "objects in a value", $"{{ product(id: {Nested("{a:", "}", "1")}) {{ id }} }}" },
        { "lists in a type", $"query($a: {Nested("[", "]", "Int")}) {{ __typename }}" },
        { "lists in a default", $"query($a: [Int] = {Nested("[", "]")}) {{ __typename }}" },
        { "lists in a directive", $"{{ __typename @skip(if: {Nested("[", "]")}) }}" },
        { "brackets alone", new string('(', Deep) },
        { "fragments in a circle", "{ ...F0 } " + string.Concat(Enumerable.Range(0, 200).Select(i => $"fragment F{i} on Query{{...F{(i + 1) % 200}}}")) },
        { "fragments that double", "{ ...F0 } " + string.Concat(Enumerable.Range(0, 100).Select(i => $"fragment F{i} on Query{{...F{i + 1} ...F{i + 1}}}")) + "fragment F100 on Query{__typename}" },
        { "fragments that double and circle", "{ ...F0 } " + string.Concat(Enumerable.Range(0, 100).Select(i => $"fragment F{i} on Query{{...F{(i + 1) % 100} ...F{(i + 2) % 100}}}")) },
        { "one alias for many things", "{ " + string.Concat(Enumerable.Range(0, 50).Select(i => $"a: product(id: {i}) {{ id }} ")) + "}" },
        { "directives", "{ __typename " + string.Concat(Enumerable.Repeat("@skip(if: false) ", 300)) + "}" },
        { "variables", $"query({string.Concat(Enumerable.Range(0, 400).Select(i => $"$v{i}: Int "))}) {{ __typename }}" },
        { "a name without end", "{ " + new string('a', 90_000) + " }" },
        { "a number without end", $"{{ product(id: {new string('9', 90_000)}) {{ id }} }}" },
        { "a number beyond numbers", "{ product(id: 1e99999) { id } }" },
        { "comments", string.Concat(Enumerable.Repeat("#\n", 30_000)) + "{ nothing }" },
        { "NUL", "{ __typename \0 }" },
        { "NUL in a text", "{ product(id: \"\\u0000\") { id } }" },
        { "half a character", "{ product(id: \"\\uD83D\") { id } }" },
        { "definitions of types", "type Query { a: Int } { __typename }" },
        { "an extension of types", "extend type Query { a: Int } { a }" },
        { "a text that never ends", "{ product(id: \"\"\"" + new string('x', 95_000) },
        { "lines that only look like lines", "{ product(id: \"\"\"" + string.Concat(Enumerable.Repeat(new string('x', 10_000) + "\u2028", 9)) },
        { "a mistake behind many letters", "{ product(id: \"" + new string('x', 95_000) + "\") ! }" },
        { "a text without end over many lines", "{ product(id: \"\"\"" + string.Concat(Enumerable.Repeat(new string('x', 1_000) + "\n", 80)) },
    };

    [Theory, MemberData(nameof(Documents))]
    public async Task A_hostile_document_is_refused(string kind, string document)
    {
        using var client = ApiClient.Of(running.Shop);

        var answer = await Prompt.AnswerAsync(kind, () => client.AskAsync(document));

        Assert.True(answer.Status == HttpStatusCode.BadRequest, $"{kind}: {answer.Status} {answer.Text}");
        Assert.DoesNotContain("INTERNAL", answer.Codes);
        Assert.False(answer.Body.TryGetProperty("data", out _));
        await AssertWellAsync();
    }

    public static TheoryData<string, string> Odd => new()
    {
        { "fragments in a chain", "{ ...F0 } " + string.Concat(Enumerable.Range(0, 240).Select(i => $"fragment F{i} on Query{{...F{i + 1}}}")) + "fragment F240 on Query{__typename}" },
        { "one field again and again, with itself inside", "{ " + string.Concat(Enumerable.Repeat("product(id: 1) { related { id } } ", 100)) + "}" },
        { "a list within a list", "{ product(id: 1) { related { ...F } } } fragment F on Product { id related { id } }" },
    };

    [Theory, MemberData(nameof(Odd))]
    public async Task A_document_that_is_odd_and_allowed_is_answered(string kind, string document)
    {
        using var client = ApiClient.Of(running.Shop);

        var answer = await Prompt.AnswerAsync(kind, () => client.AskAsync(document));

        Assert.True(answer.Status == HttpStatusCode.OK && answer.HasData, $"{kind}: {answer.Status} {answer.Text}");
        await AssertWellAsync();
    }

    public static TheoryData<string, string> Bodies => new()
    {
        { "lists", Nested("[", "]") },
        { "objects", Nested("{\"a\":", "}", "1") },
        { "variables", $$$"""{"query":"query($a: ProductFilter) { __typename }","variables":{"a":{{{Nested("{\"a\":", "}", "1")}}}}}""" },
        { "lists in variables", $$$"""{"query":"{ __typename }","variables":{"a":{{{Nested("[", "]")}}}}}""" },
        { "extensions", $$$"""{"query":"{ __typename }","extensions":{{{Nested("{\"a\":", "}", "1")}}}}""" },
        { "what nobody reads", $$$"""{"query":"{ __typename }","more":{{{Nested("[", "]")}}}}""" },
        { "brackets alone", new string('[', Deep) },
        { "a number without end", $$$"""{"query":"{ __typename }","variables":{"a":{{{new string('9', 90_000)}}}}}""" },
        { "half a character", """{"query":"{ __typename }","variables":{"a":"\uDE00"}}""" },
    };

    [Theory, MemberData(nameof(Bodies))]
    public async Task A_hostile_body_is_refused(string kind, string body)
    {
        using var client = ApiClient.Of(running.Shop);

        var answer = await Prompt.AnswerAsync(kind, () => client.PostAsync(body));

        Assert.True(answer.Status == HttpStatusCode.BadRequest, $"{kind}: {answer.Status} {answer.Text}");
        Assert.DoesNotContain("INTERNAL", answer.Codes);
        await AssertWellAsync();
    }

    [Theory]
    [InlineData("00")]
    [InlineData("FF FE 7B 00 7D 00")]
    [InlineData("C0 AF")]
    [InlineData("ED A0 80")]
    [InlineData("F8 88 80 80 80")]
    [InlineData("EF BB BF 7B 7D")]
    public async Task Bytes_that_are_no_text_are_refused(string bytes)
    {
        using var client = ApiClient.Of(running.Shop);
        var broken = bytes.Split(' ').Select(b => byte.Parse(b, NumberStyles.HexNumber, CultureInfo.InvariantCulture));

        foreach (var body in new[] { [.. broken], (byte[])[.. "{\"query\":\"{ __typename }\",\"variables\":{\"a\":\""u8, .. broken, .. "\"}}"u8] })
        {
            // A mark of byte order within a text is a character like others.
            if (body.Length > 20 && bytes.StartsWith("EF BB BF", StringComparison.Ordinal))
            {
                continue;
            }

            Assert.Equal("BAD_REQUEST", (await Prompt.AnswerAsync(bytes, () => client.PostAsync(body))).Code);
        }
    }

    [Theory]
    [InlineData(2_000_000, false)]
    [InlineData(40_000_000, false)]
    [InlineData(40_000_000, true)]
    public async Task A_body_of_many_megabytes_is_refused_before_it_is_read(int bytes, bool isUnannounced)
    {
        var length = isUnannounced ? "Transfer-Encoding: chunked" : $"Content-Length: {bytes}";
        var piece = Encoding.ASCII.GetBytes(new string('x', 64 * 1024));

        var (status, _) = await Prompt.AnswerAsync(length, () => TalkAsync($"{length}\r\n", SendAsync), answer => answer.Elapsed);

        Assert.Equal(413, status);
        await AssertWellAsync();

        async Task SendAsync(NetworkStream stream)
        {
            for (var sent = 0; sent < bytes; sent += piece.Length)
            {
                await stream.WriteAsync(isUnannounced ? [.. Encoding.ASCII.GetBytes($"{piece.Length:x}\r\n"), .. piece, .. "\r\n"u8] : piece);
            }
        }
    }

    [Theory]
    [InlineData("Content-Length: 10\r\n", """{"query":"{ __typename }"}""", 400)]
    [InlineData("Content-Length: 0\r\n", "", 400)]
    [InlineData("Content-Length: -1\r\n", "{}", 400)]
    [InlineData("Content-Length: 99999999999999999999\r\n", "{}", 400)]
    [InlineData("Content-Length: 5\r\nContent-Length: 6\r\n", "{}   ", 400)]
    [InlineData("Transfer-Encoding: chunked\r\n", "zz\r\n{}\r\n", 400)]
    [InlineData("Transfer-Encoding: chunked\r\n", "ffffffffffffffff\r\n{}\r\n", 400)]
    public async Task A_body_that_is_not_what_its_headers_say_is_refused(string headers, string body, int status)
    {
        var answer = await Prompt.AnswerAsync(headers, () => TalkAsync(headers, stream => stream.WriteAsync(Encoding.UTF8.GetBytes(body)).AsTask()), told => told.Elapsed);

        Assert.Equal(status, answer.Status);
        await AssertWellAsync();
    }

    /// <summary>What may still come is waited for, as long as a request may take.</summary>
    [Theory]
    [InlineData("Content-Length: 1000\r\n", """{"query":"{""")]
    [InlineData("Transfer-Encoding: chunked\r\n", "1\r\n{\r\n")]
    public async Task A_body_that_stops_is_given_up(string headers, string body)
    {
        Assert.Equal(408, (await TalkAsync(headers, stream => stream.WriteAsync(Encoding.UTF8.GetBytes(body)).AsTask())).Status);
        await AssertWellAsync();
    }

    /// <summary>The program hashes passwords as slowly as it should.</summary>
    [Theory]
    [InlineData("signIn")]
    [InlineData("register")]
    public async Task As_many_passwords_as_a_request_may_name_keep_nobody_waiting(string mutation)
    {
        using var client = ApiClient.Of(running.Shop);
        var acts = Enumerable.Range(0, 10).Select(i => $"a{i}: {mutation}(input: {{ email: \"{Guid.NewGuid():N}@example.com\", password: \"a long password {i}\" }}) {{ errors {{ code }} }}");

        var answer = await Prompt.AnswerAsync(mutation, () => client.AskAsync($"mutation {{ {string.Join(' ', acts)} }}"));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    [Fact]
    public async Task A_client_that_leaves_in_the_middle_harms_nobody()
    {
        for (var i = 0; i < 20; i++)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, running.Shop.Address.Port);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"query\":"));
        }

        await AssertWellAsync();
        Assert.DoesNotContain("The API failed", running.Shop.Output, StringComparison.Ordinal);
    }

    /// <summary>Sends a POST piece by piece, past what any client library would send.</summary>
    /// <returns>The status of the answer, and when it came.</returns>
    private async Task<(int Status, TimeSpan Elapsed)> TalkAsync(string headers, Func<NetworkStream, Task> send)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, running.Shop.Address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nAccept: application/json\r\n{headers}\r\n"));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var started = Stopwatch.GetTimestamp();
        var answer = AnswerAsync();
        try
        {
            await send(stream);
        }
        catch (IOException)
        {
            // The server has heard enough and closed the line; its answer is there.
        }

        return await answer;

        async Task<(int, TimeSpan)> AnswerAsync()
        {
            var line = await reader.ReadLineAsync();
            return (int.Parse(line!.Split(' ')[1], CultureInfo.InvariantCulture), Stopwatch.GetElapsedTime(started));
        }
    }

    private async Task AssertWellAsync()
    {
        running.Shop.AssertRunning();
        using var client = ApiClient.Of(running.Shop);
        Assert.Equal("Query", (await client.AskAsync("{ __typename }")).Data.GetProperty("__typename").GetString());
    }

    private static string Nested(string open, string close, string inside = "") =>
        string.Concat(Enumerable.Repeat(open, Deep)) + inside + string.Concat(Enumerable.Repeat(close, Deep));
}
