using System.Drawing;
using System.Numerics;
using Silk.NET.Input;
using Silk.NET.Input.Glfw;
using Silk.NET.Maths;
using Silk.NET.OpenGL;
using Silk.NET.Windowing;
using Silk.NET.Windowing.Glfw;
using Monitors = Silk.NET.Windowing.Monitor;

namespace ReptileGen.Silk.Tests;

/// <summary>Windows, input and OpenGL on a display of their own; written as tutorials for Silk.NET are.</summary>
[TestClass]
[DoNotParallelize]
public sealed class WindowTests
{
    private static readonly float[] Quad = [0.5f, 0.5f, 0, 0.5f, -0.5f, 0, -0.5f, -0.5f, 0, -0.5f, 0.5f, 0];
    private static readonly uint[] Indices = [0, 1, 3, 1, 2, 3];

    private const string Vertex =
        "#version 330 core\nlayout (location = 0) in vec3 vPos;\nvoid main() { gl_Position = vec4(vPos, 1.0); }";

    private const string Fragment =
        "#version 330 core\nuniform vec4 uColor;\nout vec4 FragColor;\nvoid main() { FragColor = uColor; }";

    [TestMethod]
    public void TheLoopRaisesEventsInOrder()
    {
        List<string> seen = [];
        using IWindow window = Open(out _, initialize: false);
        window.Load += () => seen.Add("load");
        window.Update += _ => seen.Add("update");
        window.Render += _ =>
        {
            seen.Add("render");
            if (seen.Count > 4)
            {
                window.Close();
            }
        };
        window.Closing += () => seen.Add("closing");
        window.Run();
        CollectionAssert.AreEqual(new[] { "load", "update", "render", "update", "render", "closing" }, seen);
    }

    [TestMethod]
    public void AnExceptionWhileRenderingLeavesTheWindowInItsLoop()
    {
        IWindow window = Open(out _);
        bool fails = true;
        window.Render += _ =>
        {
            if (fails)
            {
                throw new ArithmeticException();
            }
        };
        Assert.ThrowsExactly<ArithmeticException>(window.DoRender);
        Assert.ThrowsExactly<InvalidOperationException>(window.Dispose);
        fails = false;
        window.DoRender();
        window.Dispose();
    }

    [TestMethod]
    public void AQuadIsDrawnWithAnIndexedBufferAndAUniform()
    {
        using IWindow window = Open(out GL gl);
        gl.ClearColor(Color.FromArgb(255, 0, 51, 102));
        uint vao = gl.GenVertexArray(), vbo = gl.GenBuffer(), ebo = gl.GenBuffer();
        gl.BindVertexArray(vao);
        gl.BindBuffer(BufferTargetARB.ArrayBuffer, vbo);
        gl.BufferData<float>(BufferTargetARB.ArrayBuffer, Quad, BufferUsageARB.StaticDraw);
        gl.BindBuffer(BufferTargetARB.ElementArrayBuffer, ebo);
        gl.BufferData<uint>(BufferTargetARB.ElementArrayBuffer, Indices, BufferUsageARB.StaticDraw);
        gl.VertexAttribPointer(0, 3, VertexAttribPointerType.Float, false, 3 * sizeof(float), 0);
        gl.EnableVertexAttribArray(0);
        uint program = Link(gl, Vertex, Fragment);
        gl.Viewport(window.FramebufferSize);
        gl.Clear((uint)ClearBufferMask.ColorBufferBit);
        gl.UseProgram(program);
        gl.Uniform4(gl.GetUniformLocation(program, "uColor"), new Vector4(1, 0.6f, 0.2f, 1));
        gl.DrawArrays(PrimitiveType.TriangleFan, 0, 4);
        Assert.AreEqual(GLEnum.NoError, gl.GetError());
        CollectionAssert.AreEqual(new byte[] { 255, 153, 51, 255 }, Pixel(gl, 160, 120));
        CollectionAssert.AreEqual(new byte[] { 0, 51, 102, 255 }, Pixel(gl, 5, 5));
        gl.DeleteBuffer(vbo);
        gl.DeleteBuffer(ebo);
        gl.DeleteVertexArray(vao);
        gl.DeleteProgram(program);
    }

    [TestMethod]
    public void AShaderThatDoesNotCompileSaysWhy()
    {
        using IWindow window = Open(out GL gl);
        uint shader = gl.CreateShader(ShaderType.FragmentShader);
        gl.ShaderSource(shader, "#version 330 core\nvoid main() { nonsense(); }");
        gl.CompileShader(shader);
        gl.GetShader(shader, ShaderParameterName.CompileStatus, out int status);
        Assert.AreEqual(0, status);
        StringAssert.Contains(gl.GetShaderInfoLog(shader), "nonsense");
        gl.DeleteShader(shader);
    }

    [TestMethod]
    public void FloatsComeBackFromATextureBitForBit()
    {
        using IWindow window = Open(out GL gl);
        var random = new Random(2);
        float[] numbers = [.. Enumerable.Range(0, 16 * 8).Select(_ => (float)(random.NextDouble() - 0.5) * 1e6f)];
        uint texture = gl.GenTexture();
        gl.BindTexture(TextureTarget.Texture2D, texture);
        gl.TexImage2D(
            TextureTarget.Texture2D, 0, InternalFormat.R32f, 16, 8, 0, PixelFormat.Red, PixelType.Float,
            (ReadOnlySpan<float>)new float[16 * 8]);
        gl.TexSubImage2D(
            TextureTarget.Texture2D, 0, 0, 0, 16, 8, PixelFormat.Red, PixelType.Float, (ReadOnlySpan<float>)numbers);
        uint framebuffer = gl.GenFramebuffer();
        gl.BindFramebuffer(FramebufferTarget.Framebuffer, framebuffer);
        gl.FramebufferTexture2D(
            FramebufferTarget.Framebuffer, FramebufferAttachment.ColorAttachment0, TextureTarget.Texture2D, texture, 0);
        Assert.AreEqual(GLEnum.FramebufferComplete, gl.CheckFramebufferStatus(FramebufferTarget.Framebuffer));
        float[] back = new float[16 * 8];
        gl.ReadPixels(0, 0, 16, 8, PixelFormat.Red, PixelType.Float, back.AsSpan());
        CollectionAssert.AreEqual(numbers, back);
        gl.DeleteFramebuffer(framebuffer);
        gl.DeleteTexture(texture);
    }

    [TestMethod]
    public void KeysAndMouseArriveAsEvents()
    {
        using IWindow window = Open(out _);
        using IInputContext input = window.CreateInput();
        List<string> seen = [];
        input.Keyboards[0].KeyDown += (_, key, _) => seen.Add($"down {key}");
        input.Keyboards[0].KeyUp += (_, key, _) => seen.Add($"up {key}");
        input.Mice[0].MouseDown += (_, button) => seen.Add($"press {button}");
        input.Mice[0].MouseUp += (_, button) => seen.Add($"release {button}");
        input.Mice[0].Scroll += (_, wheel) => seen.Add($"wheel {wheel.Y}");
        Vector2 last = default;
        input.Mice[0].MouseMove += (_, position) => last = position;
        Pump(window, () => true, 5);
        Display.Inject("mousemove", "150", "130");
        Pump(window, () => last == new Vector2(100, 80), 200);
        Assert.AreEqual(new Vector2(100, 80), last);
        Display.Inject("key", "a");
        Display.Inject("key", "Right");
        Display.Inject("click", "1");
        Display.Inject("click", "4");
        Pump(window, () => seen.Count >= 7, 200);
        CollectionAssert.AreEqual(
            new[] { "down A", "up A", "down Right", "up Right", "press Left", "release Left", "wheel 1" }, seen);
        Assert.IsFalse(input.Keyboards[0].IsKeyPressed(Key.A));
    }

    [TestMethod]
    public void AnEventCannotDisposeItsWindow()
    {
        using IWindow window = Open(out _);
        using IInputContext input = window.CreateInput();
        List<Type> seen = [];
        input.Keyboards[0].KeyDown += (_, _, _) =>
        {
            try
            {
                window.Dispose();
            }
            catch (InvalidOperationException exception)
            {
                seen.Add(exception.GetType());
            }
        };
        Pump(window, () => true, 5);
        Display.Inject("mousemove", "150", "130", "key", "a");
        Pump(window, () => seen.Count > 0, 200);
        CollectionAssert.AreEqual(new[] { typeof(InvalidOperationException) }, seen);
        Assert.IsTrue(window.IsInitialized);
    }

    [TestMethod]
    public void FullScreenCoversTheMonitorAndComesBack()
    {
        using IWindow window = Open(out _);
        Vector2D<int> screen = Monitors.GetMainMonitor(window).VideoMode.Resolution!.Value;
        var sizes = new List<Vector2D<int>>();
        int states = 0;
        window.FramebufferResize += size => sizes.Add(size);
        window.StateChanged += _ => states++;
        window.WindowState = WindowState.Fullscreen;
        Pump(window, () => window.FramebufferSize == screen, 200);
        Assert.AreEqual(screen, window.FramebufferSize);
        Assert.AreEqual(WindowState.Fullscreen, window.WindowState);
        window.WindowState = WindowState.Normal;
        Pump(window, () => window.FramebufferSize.X == 320, 200);
        Assert.AreEqual(new Vector2D<int>(320, 240), window.FramebufferSize);
        Assert.AreEqual(screen, sizes[0]);
        Assert.AreEqual(0, states);
    }

    [TestMethod]
    public void MonitorsHaveBounds()
    {
        using IWindow window = Open(out _);
        IMonitor main = Monitors.GetMainMonitor(window);
        IMonitor[] all = [.. Monitors.GetMonitors(window)];
        CollectionAssert.AreEqual(Enumerable.Range(0, all.Length).ToArray(), all.Select(monitor => monitor.Index).ToArray());
        Assert.AreEqual(all[0].Bounds, main.Bounds);
        Assert.IsNotNull(window.Monitor);
        if (OperatingSystem.IsLinux())
        {
            Assert.AreEqual(new Vector2D<int>(1280, 720), main.VideoMode.Resolution);
            Assert.HasCount(1, all);
        }
    }

    private static IWindow Open(out GL gl, bool initialize = true)
    {
        Display.Require();
        GlfwWindowing.RegisterPlatform();
        GlfwInput.RegisterPlatform();
        WindowOptions options = WindowOptions.Default;
        options.Size = new Vector2D<int>(320, 240);
        options.Title = "conformance";
        IWindow window = Window.Create(options);
        gl = null!;
        if (initialize)
        {
            window.Initialize();
            gl = window.CreateOpenGL();
        }

        return window;
    }

    private static void Pump(IWindow window, Func<bool> isDone, int most)
    {
        for (int i = 0; i < most && (i < 3 || !isDone()); i++)
        {
            window.DoEvents();
            window.DoRender();
            Thread.Sleep(5);
        }
    }

    private static byte[] Pixel(GL gl, int x, int y)
    {
        byte[] pixel = new byte[4];
        gl.ReadPixels(x, y, 1, 1, PixelFormat.Rgba, PixelType.UnsignedByte, pixel.AsSpan());
        return pixel;
    }

    private static uint Link(GL gl, string vertex, string fragment)
    {
        uint program = gl.CreateProgram();
        foreach ((ShaderType type, string source) in new[] { (ShaderType.VertexShader, vertex), (ShaderType.FragmentShader, fragment) })
        {
            uint shader = gl.CreateShader(type);
            gl.ShaderSource(shader, source);
            gl.CompileShader(shader);
            gl.GetShader(shader, ShaderParameterName.CompileStatus, out int compiled);
            Assert.AreEqual((int)GLEnum.True, compiled, gl.GetShaderInfoLog(shader));
            gl.AttachShader(program, shader);
            gl.DeleteShader(shader);
        }

        gl.LinkProgram(program);
        gl.GetProgram(program, GLEnum.LinkStatus, out int linked);
        Assert.AreEqual(1, linked, gl.GetProgramInfoLog(program));
        return program;
    }
}
