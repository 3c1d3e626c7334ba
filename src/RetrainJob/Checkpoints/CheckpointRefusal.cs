namespace StayPositive.RetrainJob.Checkpoints;

/// <summary>Why a checkpoint is refused.</summary>
internal enum CheckpointRefusal
{
    /// <summary>Not a PyTorch zip file, or entries are missing, doubled or oddly named.</summary>
    BadContainer,

    /// <summary>PyTorch's format of before 1.6, a row of pickles.</summary>
    LegacyFormat,

    /// <summary>An entry is larger than a checkpoint has reason to be, or inflates too much.</summary>
    TooLarge,

    /// <summary>The pickle asks for a class or function that is not on the list.</summary>
    ForbiddenGlobal,

    /// <summary>The pickle uses an operation that is not on the list.</summary>
    ForbiddenOperation,

    /// <summary>The pickle calls or builds something that the list allows, but not in this way.</summary>
    ForbiddenCall,

    /// <summary>The pickle is malformed or ends early.</summary>
    BadPickle,

    /// <summary>More operations, nesting or memory than a state dict needs.</summary>
    TooComplex,

    /// <summary>A tensor reaches outside its storage, or its shape makes no sense.</summary>
    BadTensor,
}
