namespace StayPositive.Functions.Notes;

/// <summary>Where an assistant would sort a picture.</summary>
public enum NoteCategory
{
    /// <summary>A photograph.</summary>
    Photo,

    /// <summary>A photograph of which a part was changed.</summary>
    EditedPhoto,

    /// <summary>Wholly generated.</summary>
    Generated,

    /// <summary>Drawing, screenshot, render, text.</summary>
    Graphic,

    /// <summary>Cannot be told.</summary>
    Unclear,
}
