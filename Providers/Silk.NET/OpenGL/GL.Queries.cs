using System.Runtime.InteropServices;

namespace Silk.NET.OpenGL;

// What the driver answers: strings, numbers, locations, logs.
public sealed unsafe partial class GL
{
    private nint _getIntegerv;
    private nint _getString;
    private nint _getStringi;
    private nint _getUniformLocation;
    private nint _getAttribLocation;
    private nint _getShaderInfoLog;
    private nint _getProgramInfoLog;
    private nint _shaderSource;

    /// <summary>A state with one or more integers.</summary>
    public void GetInteger(GetPName pname, int* data) =>
        ((delegate* unmanaged<GetPName, int*, void>)Load(ref _getIntegerv, "glGetIntegerv"))(pname, data);

    /// <summary>A state with one integer.</summary>
    public void GetInteger(GetPName pname, out int data)
    {
        fixed (int* pointer = &data)
        {
            GetInteger(pname, pointer);
        }
    }

    /// <summary>A state with one integer.</summary>
    public int GetInteger(GetPName pname)
    {
        int data = 0;
        GetInteger(pname, &data);
        return data;
    }

    /// <summary>A string of the driver.</summary>
    public byte* GetString(StringName name) =>
        ((delegate* unmanaged<StringName, byte*>)Load(ref _getString, "glGetString"))(name);

    /// <summary>A string of the driver.</summary>
    public string GetStringS(StringName name) => Text(GetString(name));

    /// <summary>One of several strings of the driver, such as an extension.</summary>
    public byte* GetString(StringName name, uint index) =>
        ((delegate* unmanaged<StringName, uint, byte*>)Load(ref _getStringi, "glGetStringi"))(name, index);

    /// <summary>One of several strings of the driver, such as an extension.</summary>
    public string GetStringS(StringName name, uint index) => Text(GetString(name, index));

    /// <summary>A state of a shader, such as <see cref="ShaderParameterName.CompileStatus"/>: 1 is success.</summary>
    public void GetShader(uint shader, ShaderParameterName pname, out int @params)
    {
        fixed (int* pointer = &@params)
        {
            GetShader(shader, pname, pointer);
        }
    }

    /// <summary>A state of a shader.</summary>
    public void GetShader(uint shader, GLEnum pname, out int @params) =>
        GetShader(shader, (ShaderParameterName)pname, out @params);

    /// <summary>A state of a shader.</summary>
    public int GetShader(uint shader, ShaderParameterName pname)
    {
        GetShader(shader, pname, out int result);
        return result;
    }

    /// <summary>A state of a program, such as <see cref="ProgramPropertyARB.LinkStatus"/>: 1 is success.</summary>
    public void GetProgram(uint program, ProgramPropertyARB pname, out int @params)
    {
        fixed (int* pointer = &@params)
        {
            GetProgram(program, pname, pointer);
        }
    }

    /// <summary>A state of a program.</summary>
    public void GetProgram(uint program, GLEnum pname, out int @params) =>
        GetProgram(program, (ProgramPropertyARB)pname, out @params);

    /// <summary>A state of a program.</summary>
    public int GetProgram(uint program, ProgramPropertyARB pname)
    {
        GetProgram(program, pname, out int result);
        return result;
    }

    /// <summary>What the compiler said about a shader; may hold warnings though it compiled.</summary>
    public string GetShaderInfoLog(uint shader) =>
        Log(shader, GetShader(shader, ShaderParameterName.InfoLogLength), ref _getShaderInfoLog, "glGetShaderInfoLog");

    /// <summary>What the compiler said about a shader; may hold warnings though it compiled.</summary>
    public void GetShaderInfoLog(uint shader, out string info) => info = GetShaderInfoLog(shader);

    /// <summary>What the linker said about a program; may hold warnings though it linked.</summary>
    public string GetProgramInfoLog(uint program) =>
        Log(program, GetProgram(program, ProgramPropertyARB.InfoLogLength), ref _getProgramInfoLog, "glGetProgramInfoLog");

    /// <summary>What the linker said about a program; may hold warnings though it linked.</summary>
    public void GetProgramInfoLog(uint program, out string info) => info = GetProgramInfoLog(program);

    /// <summary>The location of a uniform; -1 if the linked program does not use that name.</summary>
    public int GetUniformLocation(uint program, string name) =>
        Location(program, name, ref _getUniformLocation, "glGetUniformLocation");

    /// <summary>The location of a vertex attribute; -1 if the linked program does not use that name.</summary>
    public int GetAttribLocation(uint program, string name) =>
        Location(program, name, ref _getAttribLocation, "glGetAttribLocation");

    /// <summary>Sets the source text of a shader.</summary>
    public void ShaderSource(uint shader, string @string)
    {
        byte* text = (byte*)Marshal.StringToCoTaskMemUTF8(@string);
        try
        {
            ((delegate* unmanaged<uint, uint, byte**, int*, void>)Load(ref _shaderSource, "glShaderSource"))(
                shader, 1, &text, null);
        }
        finally
        {
            Marshal.FreeCoTaskMem((nint)text);
        }
    }

    private int Location(uint program, string name, ref nint address, string function)
    {
        nint text = Marshal.StringToCoTaskMemUTF8(name);
        try
        {
            return ((delegate* unmanaged<uint, byte*, int>)Load(ref address, function))(program, (byte*)text);
        }
        finally
        {
            Marshal.FreeCoTaskMem(text);
        }
    }

    private string Log(uint name, int length, ref nint address, string function)
    {
        byte[] buffer = new byte[Math.Max(1, length)];
        uint written = 0;
        fixed (byte* pointer = buffer)
        {
            ((delegate* unmanaged<uint, uint, uint*, byte*, void>)Load(ref address, function))(
                name, (uint)buffer.Length, &written, pointer);
        }

        return System.Text.Encoding.UTF8.GetString(buffer, 0, (int)written);
    }

    private static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? string.Empty;
}
