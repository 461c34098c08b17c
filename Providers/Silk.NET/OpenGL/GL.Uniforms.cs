namespace Silk.NET.OpenGL;

// Uniforms.
public sealed unsafe partial class GL
{
    private nint _uniform1f;
    private nint _uniform1i;
    private nint _uniform1ui;
    private nint _uniform1fv;
    private nint _uniform1iv;
    private nint _uniform2f;
    private nint _uniform2i;
    private nint _uniform2ui;
    private nint _uniform2fv;
    private nint _uniform2iv;
    private nint _uniform3f;
    private nint _uniform3i;
    private nint _uniform3ui;
    private nint _uniform3fv;
    private nint _uniform3iv;
    private nint _uniform4f;
    private nint _uniform4i;
    private nint _uniform4ui;
    private nint _uniform4fv;
    private nint _uniform4iv;
    private nint _uniformMatrix4fv;

    /// <summary>Sets a uniform of the current program.</summary>
    public void Uniform1(int location, float v0) =>
        ((delegate* unmanaged<int, float, void>)Load(ref _uniform1f, "glUniform1f"))(location, v0);

    /// <summary>Sets a uniform of the current program.</summary>
    public void Uniform1(int location, int v0) =>
        ((delegate* unmanaged<int, int, void>)Load(ref _uniform1i, "glUniform1i"))(location, v0);

    /// <summary>Sets a uniform of the current program.</summary>
    public void Uniform1(int location, uint v0) =>
        ((delegate* unmanaged<int, uint, void>)Load(ref _uniform1ui, "glUniform1ui"))(location, v0);

    /// <summary>Sets <paramref name="count"/> elements of 1 floats of a uniform array.</summary>
    public void Uniform1(int location, uint count, float* value) =>
        ((delegate* unmanaged<int, uint, float*, void>)Load(ref _uniform1fv, "glUniform1fv"))(location, count, value);

    /// <summary>Sets <paramref name="count"/> elements of 1 ints of a uniform array.</summary>
    public void Uniform1(int location, uint count, int* value) =>
        ((delegate* unmanaged<int, uint, int*, void>)Load(ref _uniform1iv, "glUniform1iv"))(location, count, value);

    /// <summary>Sets a uniform of the current program.</summary>
    public void Uniform2(int location, float v0, float v1) =>
        ((delegate* unmanaged<int, float, float, void>)Load(ref _uniform2f, "glUniform2f"))(location, v0, v1);

    /// <summary>Sets a uniform of the current program.</summary>
    public void Uniform2(int location, int v0, int v1) =>
        ((delegate* unmanaged<int, int, int, void>)Load(ref _uniform2i, "glUniform2i"))(location, v0, v1);

    /// <summary>Sets a uniform of the current program.</summary>
    public void Uniform2(int location, uint v0, uint v1) =>
        ((delegate* unmanaged<int, uint, uint, void>)Load(ref _uniform2ui, "glUniform2ui"))(location, v0, v1);

    /// <summary>Sets <paramref name="count"/> elements of 2 floats of a uniform array.</summary>
    public void Uniform2(int location, uint count, float* value) =>
        ((delegate* unmanaged<int, uint, float*, void>)Load(ref _uniform2fv, "glUniform2fv"))(location, count, value);

    /// <summary>Sets <paramref name="count"/> elements of 2 ints of a uniform array.</summary>
    public void Uniform2(int location, uint count, int* value) =>
        ((delegate* unmanaged<int, uint, int*, void>)Load(ref _uniform2iv, "glUniform2iv"))(location, count, value);

    /// <summary>Sets a uniform of the current program.</summary>
    public void Uniform3(int location, float v0, float v1, float v2) =>
        ((delegate* unmanaged<int, float, float, float, void>)Load(ref _uniform3f, "glUniform3f"))(location, v0, v1, v2);

    /// <summary>Sets a uniform of the current program.</summary>
    public void Uniform3(int location, int v0, int v1, int v2) =>
        ((delegate* unmanaged<int, int, int, int, void>)Load(ref _uniform3i, "glUniform3i"))(location, v0, v1, v2);

    /// <summary>Sets a uniform of the current program.</summary>
    public void Uniform3(int location, uint v0, uint v1, uint v2) =>
        ((delegate* unmanaged<int, uint, uint, uint, void>)Load(ref _uniform3ui, "glUniform3ui"))(location, v0, v1, v2);

    /// <summary>Sets <paramref name="count"/> elements of 3 floats of a uniform array.</summary>
    public void Uniform3(int location, uint count, float* value) =>
        ((delegate* unmanaged<int, uint, float*, void>)Load(ref _uniform3fv, "glUniform3fv"))(location, count, value);

    /// <summary>Sets <paramref name="count"/> elements of 3 ints of a uniform array.</summary>
    public void Uniform3(int location, uint count, int* value) =>
        ((delegate* unmanaged<int, uint, int*, void>)Load(ref _uniform3iv, "glUniform3iv"))(location, count, value);

    /// <summary>Sets a uniform of the current program.</summary>
    public void Uniform4(int location, float v0, float v1, float v2, float v3) =>
        ((delegate* unmanaged<int, float, float, float, float, void>)Load(ref _uniform4f, "glUniform4f"))(location, v0, v1, v2, v3);

    /// <summary>Sets a uniform of the current program.</summary>
    public void Uniform4(int location, int v0, int v1, int v2, int v3) =>
        ((delegate* unmanaged<int, int, int, int, int, void>)Load(ref _uniform4i, "glUniform4i"))(location, v0, v1, v2, v3);

    /// <summary>Sets a uniform of the current program.</summary>
    public void Uniform4(int location, uint v0, uint v1, uint v2, uint v3) =>
        ((delegate* unmanaged<int, uint, uint, uint, uint, void>)Load(ref _uniform4ui, "glUniform4ui"))(location, v0, v1, v2, v3);

    /// <summary>Sets <paramref name="count"/> elements of 4 floats of a uniform array.</summary>
    public void Uniform4(int location, uint count, float* value) =>
        ((delegate* unmanaged<int, uint, float*, void>)Load(ref _uniform4fv, "glUniform4fv"))(location, count, value);

    /// <summary>Sets <paramref name="count"/> elements of 4 ints of a uniform array.</summary>
    public void Uniform4(int location, uint count, int* value) =>
        ((delegate* unmanaged<int, uint, int*, void>)Load(ref _uniform4iv, "glUniform4iv"))(location, count, value);

    /// <summary>Sets <paramref name="count"/> matrices.</summary>
    public void UniformMatrix4(int location, uint count, bool transpose, float* value) =>
        ((delegate* unmanaged<int, uint, byte, float*, void>)Load(ref _uniformMatrix4fv, "glUniformMatrix4fv"))(location, count, transpose ? (byte)1 : (byte)0, value);
}
