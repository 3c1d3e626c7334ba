using CsCheck;

namespace StayPositive.Storage.Tests.Keys;

/// <summary>Blob names as hostile as Azure or a caller could make them.</summary>
internal static class NameGen
{
    private static readonly Gen<char> Unit = Gen.OneOf(
        Gen.Char['\0', '\x7f'],
        Gen.Char["/.%~_-09 Aa\\:\u007f\u0080"],
        Gen.Char["\ud800\udbff\udc00\udfff\ue000\uffff\u0301\u2028é漢"],
        Gen.Char);

    /// <summary>Of 1..40 UTF-16 code units: few, so that beginnings coincide.</summary>
    public static readonly Gen<string> Short = Unit.Array[1, 40].Select(units => new string(units));

    /// <summary>Of 1..1024 units.</summary>
    public static readonly Gen<string> Any = Gen.OneOf(Short, Unit.Array[1, 1024].Select(units => new string(units)), Unit.Array[1020, 1024].Select(units => new string(units)));

    /// <summary>Two names that share a beginning.</summary>
    public static readonly Gen<(string, string)> Pair = Gen.Select(Gen.OneOf(Gen.Const(""), Short), Short, Short, (start, a, b) => (start + a, start + b));
}
