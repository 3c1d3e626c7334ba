using System.CommandLine;
using System.Text.RegularExpressions;

namespace StayPositive.Cli;

/// <summary>An option that is a regular expression: one that is wrong, or could take for ever, is an error of the command line.</summary>
internal static class RegexOption
{
    public static Option<Regex?> Create(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            try
            {
                return new Regex(result.Tokens.Single().Value, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            }
            catch (Exception fault) when (fault is RegexParseException or NotSupportedException)
            {
                result.AddError($"{name}: {fault.Message}");
                return null;
            }
        },
    };
}
