namespace Silk.NET.OpenGL;

// Shaders and programs.
public sealed unsafe partial class GL
{
    private nint _createShader;
    private nint _compileShader;
    private nint _deleteShader;
    private nint _createProgram;
    private nint _attachShader;
    private nint _detachShader;
    private nint _linkProgram;
    private nint _useProgram;
    private nint _deleteProgram;
    private nint _getShaderiv;
    private nint _getProgramiv;

    /// <summary>A new, empty shader.</summary>
    public uint CreateShader(ShaderType type) =>
        ((delegate* unmanaged<ShaderType, uint>)Load(ref _createShader, "glCreateShader"))(type);

    /// <summary>Compiles a shader; ask for <see cref="ShaderParameterName.CompileStatus"/> afterwards.</summary>
    public void CompileShader(uint shader) =>
        ((delegate* unmanaged<uint, void>)Load(ref _compileShader, "glCompileShader"))(shader);

    /// <summary>Deletes a shader once nothing uses it.</summary>
    public void DeleteShader(uint shader) =>
        ((delegate* unmanaged<uint, void>)Load(ref _deleteShader, "glDeleteShader"))(shader);

    /// <summary>A new, empty program.</summary>
    public uint CreateProgram() => ((delegate* unmanaged<uint>)Load(ref _createProgram, "glCreateProgram"))();

    /// <summary>Adds a shader to a program.</summary>
    public void AttachShader(uint program, uint shader) =>
        ((delegate* unmanaged<uint, uint, void>)Load(ref _attachShader, "glAttachShader"))(program, shader);

    /// <summary>Takes a shader out of a program.</summary>
    public void DetachShader(uint program, uint shader) =>
        ((delegate* unmanaged<uint, uint, void>)Load(ref _detachShader, "glDetachShader"))(program, shader);

    /// <summary>Links a program; ask for <see cref="ProgramPropertyARB.LinkStatus"/> afterwards.</summary>
    public void LinkProgram(uint program) =>
        ((delegate* unmanaged<uint, void>)Load(ref _linkProgram, "glLinkProgram"))(program);

    /// <summary>Makes a program current.</summary>
    public void UseProgram(uint program) =>
        ((delegate* unmanaged<uint, void>)Load(ref _useProgram, "glUseProgram"))(program);

    /// <summary>Deletes a program once it is not current.</summary>
    public void DeleteProgram(uint program) =>
        ((delegate* unmanaged<uint, void>)Load(ref _deleteProgram, "glDeleteProgram"))(program);

    /// <summary>A state of a shader.</summary>
    public void GetShader(uint shader, ShaderParameterName pname, int* @params) =>
        ((delegate* unmanaged<uint, ShaderParameterName, int*, void>)Load(ref _getShaderiv, "glGetShaderiv"))(shader, pname, @params);

    /// <summary>A state of a program.</summary>
    public void GetProgram(uint program, ProgramPropertyARB pname, int* @params) =>
        ((delegate* unmanaged<uint, ProgramPropertyARB, int*, void>)Load(ref _getProgramiv, "glGetProgramiv"))(program, pname, @params);
}
