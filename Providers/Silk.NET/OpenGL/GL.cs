using Silk.NET.Core.Contexts;

namespace Silk.NET.OpenGL;

/// <summary>
/// The OpenGL functions that the viewer uses, with the signatures of Silk.NET.OpenGL 2.22.0. Every function's
/// address is asked for at its first call; a function that the driver lacks throws a
/// <see cref="Core.Loader.SymbolLoadingException"/> then.
/// </summary>
public sealed unsafe partial class GL : IDisposable
{
    private GL(INativeContext context) => Context = context;

    /// <summary>Where the addresses of functions come from.</summary>
    public INativeContext Context { get; }

    /// <summary>The functions of the context of <paramref name="contextSource"/>, such as a window.</summary>
    public static GL GetApi(IGLContextSource contextSource) => GetApi(contextSource.GLContext
        ?? throw new InvalidOperationException("The given IGLContextSource is not configured with a context."));

    /// <summary>The functions of <paramref name="ctx"/>.</summary>
    public static GL GetApi(IGLContext ctx) => GetApi((INativeContext)ctx);

    /// <summary>The functions whose addresses <paramref name="getProcAddress"/> returns.</summary>
    public static GL GetApi(Func<string, nint> getProcAddress) => GetApi(new LamdaNativeContext(getProcAddress));

    /// <summary>The functions of <paramref name="ctx"/>.</summary>
    public static GL GetApi(INativeContext ctx) => new(ctx);

    /// <summary>Whether the driver lists the extension <paramref name="extension"/>, such as <c>GL_KHR_debug</c>.</summary>
    public bool IsExtensionPresent(string extension)
    {
        string name = extension.StartsWith("GL_", StringComparison.Ordinal) ? extension : "GL_" + extension;
        int count = GetInteger(GetPName.NumExtensions);
        for (uint i = 0; i < count; i++)
        {
            if (GetStringS(StringName.Extensions, i) == name)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Releases the native context.</summary>
    public void Dispose() => Context.Dispose();

    private nint Load(ref nint address, string name) =>
        address != 0 ? address : address = Context.GetProcAddress(name);
}

/// <summary>Creation of <see cref="GL"/> from a window.</summary>
public static class ContextSourceExtensions
{
    /// <summary>The functions of the context of <paramref name="src"/>.</summary>
    public static GL CreateOpenGL(this IGLContextSource src) => GL.GetApi(src);
}
