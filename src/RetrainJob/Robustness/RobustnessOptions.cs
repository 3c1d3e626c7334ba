namespace StayPositive.RetrainJob.Robustness;

/// <summary>How much is transformed.</summary>
/// <param name="Work">Folder for the file of the features; removed with the result.</param>
/// <param name="MostEach">Images of each class at most; the first in the order of their hashes, which is a fair draw that hardly moves when images are added.</param>
/// <param name="Parallel">Images at a time.</param>
internal sealed record RobustnessOptions(string Work, int MostEach = 200, int Parallel = 2);
