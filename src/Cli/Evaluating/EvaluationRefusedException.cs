namespace StayPositive.Cli.Evaluating;

/// <summary>An evaluation that cannot be made as asked. The code is stable, the message is for people.</summary>
/// <param name="code">For example <c>folder-missing</c>.</param>
/// <param name="message">What is wrong and what to do.</param>
internal sealed class EvaluationRefusedException(string code, string message) : Exception(message)
{
    /// <summary>Stable code for scripts.</summary>
    public string Code { get; } = code;
}
