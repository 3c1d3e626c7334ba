using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace StayPositive.EndToEnd.Tests.Web;

/// <summary>An example of docs/api.md: request line, body (JSON, or <c>@file</c>), an empty line, status, answer. "..." stands for anything.</summary>
internal sealed partial record ApiExample(string Method, string Path, string? Body, int Status, string? Answer)
{
    private const string Anything = "...";

    public static IReadOnlyList<ApiExample> Read(string markdown) => [.. Block().Matches(markdown).Select(block => Parse(block.Groups[1].Value))];

    public HttpRequestMessage Request(string root)
    {
        var request = new HttpRequestMessage(new HttpMethod(Method), Path);
        if (Body is ['@', ..])
            request.Content = new ByteArrayContent(File.ReadAllBytes(System.IO.Path.Combine(root, Body[1..])));
        else if (Body is not null)
            request.Content = new StringContent(Body, Encoding.UTF8, "application/json");
        return request;
    }

    /// <summary>Where the answer is another than that of the example; empty when it is the same.</summary>
    public string Difference(JsonElement answer) => Answer is null ? "" : Difference("$", JsonDocument.Parse(Answer).RootElement, answer);

    private static string Difference(string at, JsonElement example, JsonElement answer)
    {
        if (example.ValueKind == JsonValueKind.String && example.GetString() == Anything)
            return "";
        if (example.ValueKind != answer.ValueKind)
            return $"{at}: {example} and {answer}";
        if (example.ValueKind == JsonValueKind.Object)
        {
            var (left, right) = (Members(example), Members(answer));
            return left.Except(right).Concat(right.Except(left)).FirstOrDefault() is { } odd
                ? $"{at}: only one has '{odd}'"
                : left.Select(name => Difference($"{at}.{name}", example.GetProperty(name), answer.GetProperty(name))).FirstOrDefault(difference => difference.Length > 0, "");
        }

        if (example.ValueKind != JsonValueKind.Array)
            return example.GetRawText() == answer.GetRawText() ? "" : $"{at}: {example} and {answer}";
        var (rows, found) = (example.EnumerateArray().ToList(), answer.EnumerateArray().ToList());
        var open = rows is [.., { ValueKind: JsonValueKind.String } last] && last.GetString() == Anything;
        if (open)
            rows.RemoveAt(rows.Count - 1);
        return open ? found.Count < rows.Count ? $"{at}: {found.Count} elements" : Rows() : found.Count != rows.Count ? $"{at}: {found.Count} elements" : Rows();

        string Rows() => rows.Select((row, n) => Difference($"{at}[{n}]", row, found[n])).FirstOrDefault(difference => difference.Length > 0, "");
    }

    private static string[] Members(JsonElement element) => [.. element.EnumerateObject().Select(member => member.Name)];

    private static ApiExample Parse(string block)
    {
        var parts = block.Split("\n\n", 2);
        var (request, answer) = (parts[0].Split('\n', 2), parts[1].Split('\n', 2));
        var line = request[0].Split(' ');
        return new ApiExample(line[0], line[1], request.Length > 1 ? request[1] : null, int.Parse(answer[0]), answer.Length > 1 && answer[1].Trim().Length > 0 ? answer[1] : null);
    }

    [GeneratedRegex("^```http\n(.*?)\n```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();
}
