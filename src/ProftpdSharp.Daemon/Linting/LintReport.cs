using System.Text;
using System.Text.Json;
using ProftpdSharp.Daemon.CommandLine;
using ProftpdSharp.Modules.Core;

namespace ProftpdSharp.Daemon.Linting;

/// <summary>Prints findings as text, JSON or SARIF 2.1.0.</summary>
static class LintReport
{
    public static string Of(IReadOnlyList<Finding> findings, ReportFormat format) => format switch
    {
        ReportFormat.Json => Json(writer => WriteJson(writer, findings)),
        ReportFormat.Sarif => Json(writer => WriteSarif(writer, findings)),
        _ => string.Concat(findings.Select(Text)),
    };

    /// <summary>As compilers write, so that editors find the line.</summary>
    static string Text(Finding finding)
    {
        var place = finding.Source is { } source ? $"{source.File}:{source.Line}: " : "";
        return $"{place}warning: {finding.Text} [{finding.Rule.Id}]\n    {finding.Rule.Sentence}\n    fix: {finding.Rule.Fix}\n";
    }

    static string Json(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true }))
            write(writer);
        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }

    static void WriteJson(Utf8JsonWriter writer, IReadOnlyList<Finding> findings)
    {
        writer.WriteStartArray();
        foreach (var finding in findings)
        {
            writer.WriteStartObject();
            writer.WriteString("id", finding.Rule.Id);
            writer.WriteString("file", Decode(finding.Source?.File));
            writer.WriteNumber("line", finding.Source?.Line ?? 0);
            writer.WriteString("message", Decode(finding.Text));
            writer.WriteString("rule", finding.Rule.Sentence);
            writer.WriteString("fix", finding.Rule.Fix);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    static void WriteSarif(Utf8JsonWriter writer, IReadOnlyList<Finding> findings)
    {
        writer.WriteStartObject();
        writer.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        writer.WriteString("version", "2.1.0");
        writer.WriteStartArray("runs");
        writer.WriteStartObject();
        WriteDriver(writer);
        writer.WriteStartArray("results");
        foreach (var finding in findings)
            WriteResult(writer, finding);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    static void WriteDriver(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("tool");
        writer.WriteStartObject("driver");
        writer.WriteString("name", "proftpd --lint");
        writer.WriteString("version", UpstreamVersion.Number);
        writer.WriteStartArray("rules");
        foreach (var rule in Linter.Rules)
        {
            writer.WriteStartObject();
            writer.WriteString("id", rule.Id);
            WriteText(writer, "shortDescription", rule.Sentence);
            WriteText(writer, "help", rule.Fix);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    static void WriteResult(Utf8JsonWriter writer, Finding finding)
    {
        writer.WriteStartObject();
        writer.WriteString("ruleId", finding.Rule.Id);
        writer.WriteString("level", "warning");
        WriteText(writer, "message", Decode(finding.Text) ?? "");
        if (finding.Source is { } source)
        {
            writer.WriteStartArray("locations");
            writer.WriteStartObject();
            writer.WriteStartObject("physicalLocation");
            writer.WriteStartObject("artifactLocation");
            writer.WriteString("uri", "file://" + string.Join('/', (Decode(source.File) ?? "").Split('/').Select(Uri.EscapeDataString)));
            writer.WriteEndObject();
            writer.WriteStartObject("region");
            writer.WriteNumber("startLine", source.Line);
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    static void WriteText(Utf8JsonWriter writer, string name, string text)
    {
        writer.WriteStartObject(name);
        writer.WriteString("text", text);
        writer.WriteEndObject();
    }

    /// <summary>Paths and words are bytes, most likely UTF-8.</summary>
    static string? Decode(string? bytes) => bytes is null ? null : Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(bytes));
}
