namespace Silk.NET.GLFW;

/// <summary>GLFW reported an error.</summary>
public class GlfwException : Exception
{
    /// <summary>Carries the description that GLFW gave.</summary>
    public GlfwException(string message) : base(message)
    {
    }
}
