namespace StayPositive.Storage.Measurements;

/// <summary>What a picture looks like, in a file.</summary>
/// <param name="DifferenceHash">16 hexadecimal digits.</param>
internal sealed record PictureFile(string DifferenceHash);
