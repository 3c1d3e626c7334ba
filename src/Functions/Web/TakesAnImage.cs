namespace StayPositive.Functions.Web;

/// <summary>Marks an endpoint whose body is the bytes of an image file, for its description.</summary>
internal sealed class TakesAnImage;
