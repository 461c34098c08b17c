using System.Numerics;
using Silk.NET.OpenGL;

namespace ReptileGen.Render.Engine;

/// <summary>A program from Shaders/ (a .vert and a .frag file) with typed uniforms, which can be compiled anew.</summary>
public sealed class Material : GlObject
{
    private readonly GL _gl;
    private readonly ShaderLibrary _library;
    private readonly string _vertex;
    private readonly string _fragment;
    private readonly string _functions;
    private readonly Dictionary<string, int> _locations = [];
    private uint _program;

    /// <summary>Compiles and links.</summary>
    /// <param name="gl">OpenGL.</param>
    /// <param name="library">Where the texts are.</param>
    /// <param name="vertex">The name of the .vert file; several materials may share one.</param>
    /// <param name="fragment">The name of the .frag file.</param>
    /// <param name="functions">Functions that the .frag file declares and does not define: text that is appended to it.</param>
    /// <exception cref="ShaderException">Says file and the driver's log.</exception>
    public Material(GL gl, ShaderLibrary library, string vertex, string fragment, string functions = "")
    {
        (_gl, _library, _vertex, _fragment, _functions) = (gl, library, $"{vertex}.vert", $"{fragment}.frag", functions);
        try
        {
            _program = Build();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Compiles anew; if that fails the old program stays.</summary>
    /// <exception cref="ShaderException">Says file and the driver's log.</exception>
    public void Reload()
    {
        uint program = Build();
        _gl.DeleteProgram(_program);
        _program = program;
        _locations.Clear();
    }

    /// <summary>Makes the program current.</summary>
    public void Use() => _gl.UseProgram(_program);

    /// <summary>Sets a uniform of the current program.</summary>
    public void Set(string uniform, float value) => _gl.Uniform1(Locate(uniform), value);

    /// <summary>Sets a uniform of the current program.</summary>
    public void Set(string uniform, int value) => _gl.Uniform1(Locate(uniform), value);

    /// <summary>Sets a uniform of the current program.</summary>
    public void Set(string uniform, Vector2 value) => _gl.Uniform2(Locate(uniform), value);

    /// <summary>Sets a uniform of the current program.</summary>
    public void Set(string uniform, Vector3 value) => _gl.Uniform3(Locate(uniform), value);

    /// <summary>Sets a uniform of the current program.</summary>
    public void Set(string uniform, Vector4 value) => _gl.Uniform4(Locate(uniform), value);

    /// <inheritdoc />
    protected override void Release()
    {
        if (_program != 0)
        {
            _gl.DeleteProgram(_program);
        }
    }

    private int Locate(string uniform)
    {
        if (!_locations.TryGetValue(uniform, out int location))
        {
            _locations[uniform] = location = _gl.GetUniformLocation(_program, uniform);
        }

        return location;
    }

    private uint Build()
    {
        uint vertex = Compile(ShaderType.VertexShader, _vertex);
        uint fragment = 0;
        try
        {
            fragment = Compile(ShaderType.FragmentShader, _fragment);
            return Link(vertex, fragment);
        }
        finally
        {
            _gl.DeleteShader(vertex);
            _gl.DeleteShader(fragment);
        }
    }

    private uint Compile(ShaderType type, string file)
    {
        uint shader = _gl.CreateShader(type);
        _gl.ShaderSource(shader, _library.Read(file) + (type == ShaderType.FragmentShader ? _functions : ""));
        _gl.CompileShader(shader);
        _gl.GetShader(shader, ShaderParameterName.CompileStatus, out int isCompiled);
        if (isCompiled == 0)
        {
            string log = _gl.GetShaderInfoLog(shader).Trim();
            _gl.DeleteShader(shader);
            throw new ShaderException($"{_library.Locate(file)} does not compile: {log}");
        }

        return shader;
    }

    private uint Link(uint vertex, uint fragment)
    {
        uint program = _gl.CreateProgram();
        _gl.AttachShader(program, vertex);
        _gl.AttachShader(program, fragment);
        _gl.LinkProgram(program);
        _gl.DetachShader(program, vertex);
        _gl.DetachShader(program, fragment);
        _gl.GetProgram(program, ProgramPropertyARB.LinkStatus, out int isLinked);
        if (isLinked == 0)
        {
            string log = _gl.GetProgramInfoLog(program).Trim();
            _gl.DeleteProgram(program);
            throw new ShaderException($"{_library.Locate(_vertex)} and {_fragment} do not link: {log}");
        }

        return program;
    }
}
