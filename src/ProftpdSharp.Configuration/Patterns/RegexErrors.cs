using System.Text.RegularExpressions;

namespace ProftpdSharp.Configuration.Patterns;

/// <summary>PCRE2's texts for what is wrong with a pattern.</summary>
static class RegexErrors
{
    public const string BackslashAtEnd = @"\ at end of pattern";
    public const string MissingClose = "missing closing parenthesis";
    public const string UnmatchedClose = "unmatched closing parenthesis";
    public const string MissingBracket = "missing terminating ] for character class";
    public const string NothingToRepeat = "quantifier does not follow a repeatable item";
    public const string NumbersOutOfOrder = "numbers out of order in {} quantifier";
    public const string NumberTooBig = "number too big in {} quantifier";
    public const string RangeOutOfOrder = "range out of order in character class";
    public const string InvalidRange = "invalid range in character class";
    public const string UnknownPosixClass = "unknown POSIX class name";
    public const string PosixOutsideClass = "POSIX named classes are supported only within a class";
    public const string CollatingElement = "POSIX collating elements are not supported";
    public const string NoSuchGroup = "reference to non-existent subpattern";
    public const string UnknownEscape = @"unrecognized character follows \";
    public const string UnsupportedEscape = @"PCRE2 does not support \F, \L, \l, \N{name}, \U, or \u";
    public const string UnknownGroup = "unrecognized character after (? or (?-";
    public const string NameExpected = "subpattern name expected";
    public const string NameUnterminated = "syntax error in subpattern name (missing terminator?)";
    public const string UnknownVerb = "(*VERB) not recognized or malformed";
    public const string UnclosedComment = "missing ) after (?# comment";
    public const string NonHex = @"non-hex character in \x{} (closing brace missing?)";
    public const string ControlAtEnd = @"\c at end of pattern";
    public const string UnknownProperty = @"unknown property after \P or \p";

    /// <summary>PCRE2 can; this server cannot.</summary>
    public const string Recursion = "recursion is not supported by this server";

    public static string Describe(RegexParseError error) => error switch
    {
        RegexParseError.InsufficientClosingParentheses or RegexParseError.AlternationHasMalformedCondition => MissingClose,
        RegexParseError.InsufficientOpeningParentheses => UnmatchedClose,
        RegexParseError.UnterminatedBracket => MissingBracket,
        RegexParseError.QuantifierAfterNothing or RegexParseError.NestedQuantifiersNotParenthesized => NothingToRepeat,
        RegexParseError.ReversedQuantifierRange => NumbersOutOfOrder,
        RegexParseError.QuantifierOrCaptureGroupOutOfRange => NumberTooBig,
        RegexParseError.ReversedCharacterRange => RangeOutOfOrder,
        RegexParseError.ShorthandClassInCharacterRange => InvalidRange,
        RegexParseError.UndefinedNumberedReference or RegexParseError.UndefinedNamedReference
            or RegexParseError.AlternationHasUndefinedReference => NoSuchGroup,
        RegexParseError.UnescapedEndingBackslash => BackslashAtEnd,
        RegexParseError.InvalidUnicodePropertyEscape or RegexParseError.MalformedUnicodePropertyEscape => UnknownProperty,
        RegexParseError.CaptureGroupNameInvalid => NameExpected,
        RegexParseError.UnterminatedComment => UnclosedComment,
        _ => UnknownGroup,
    };
}
