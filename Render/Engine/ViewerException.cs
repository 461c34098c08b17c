using ReptileGen.Formats;
using ReptileGen.Model;
using ReptileGen.Model.Meta;

namespace ReptileGen.Render.Engine;

/// <summary>What ended the viewer and is no error of the program: what happened, for a person.</summary>
public sealed class ViewerException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What to throw where a thread was stopped: this if a person can put it right, otherwise an error of the program.</summary>
    /// <param name="what">What the thread did, such as "the training".</param>
    /// <param name="failure">What it threw.</param>
    public static Exception Stopped(string what, Exception failure)
    {
        string message = $"{what} stopped: {failure.Message}";
        return failure is DivergedException or UserException or InvalidFileException or IOException or UnauthorizedAccessException
            ? new ViewerException(message, failure)
            : new InvalidOperationException(message, failure);
    }
}
