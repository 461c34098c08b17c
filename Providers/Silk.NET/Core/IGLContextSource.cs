namespace Silk.NET.Core.Contexts;

/// <summary>Something that owns an OpenGL context, such as a window.</summary>
public interface IGLContextSource
{
    /// <summary>The context; null if the view has another graphics API.</summary>
    IGLContext? GLContext { get; }
}
