namespace Silk.NET.OpenGL;

// State, drawing and framebuffers.
public sealed unsafe partial class GL
{
    private nint _clear;
    private nint _clearColor;
    private nint _viewport;
    private nint _scissor;
    private nint _enable;
    private nint _disable;
    private nint _blendFunc;
    private nint _blendFuncSeparate;
    private nint _drawArrays;
    private nint _drawArraysInstanced;
    private nint _drawElements;
    private nint _finish;
    private nint _flush;
    private nint _getError;
    private nint _pixelStorei;
    private nint _readBuffer;
    private nint _readPixels;
    private nint _bindFramebuffer;
    private nint _framebufferTexture2D;
    private nint _checkFramebufferStatus;

    /// <summary>Clears buffers to their clear values.</summary>
    public void Clear(ClearBufferMask mask) =>
        ((delegate* unmanaged<ClearBufferMask, void>)Load(ref _clear, "glClear"))(mask);

    /// <summary>Clears buffers to their clear values.</summary>
    public void Clear(uint mask) => ((delegate* unmanaged<uint, void>)Load(ref _clear, "glClear"))(mask);

    /// <summary>The colour that <c>Clear</c> fills in.</summary>
    public void ClearColor(float red, float green, float blue, float alpha) =>
        ((delegate* unmanaged<float, float, float, float, void>)Load(ref _clearColor, "glClearColor"))(red, green, blue, alpha);

    /// <summary>Maps the image to a rectangle of the framebuffer, in pixels, from the lower left corner.</summary>
    public void Viewport(int x, int y, uint width, uint height) =>
        ((delegate* unmanaged<int, int, uint, uint, void>)Load(ref _viewport, "glViewport"))(x, y, width, height);

    /// <summary>The rectangle outside of which nothing is drawn when the scissor test is on.</summary>
    public void Scissor(int x, int y, uint width, uint height) =>
        ((delegate* unmanaged<int, int, uint, uint, void>)Load(ref _scissor, "glScissor"))(x, y, width, height);

    /// <summary>Turns a capability on.</summary>
    public void Enable(EnableCap cap) => ((delegate* unmanaged<EnableCap, void>)Load(ref _enable, "glEnable"))(cap);

    /// <summary>Turns a capability off.</summary>
    public void Disable(EnableCap cap) =>
        ((delegate* unmanaged<EnableCap, void>)Load(ref _disable, "glDisable"))(cap);

    /// <summary>How a fragment is mixed with what is there.</summary>
    public void BlendFunc(BlendingFactor sfactor, BlendingFactor dfactor) =>
        ((delegate* unmanaged<BlendingFactor, BlendingFactor, void>)Load(ref _blendFunc, "glBlendFunc"))(sfactor, dfactor);

    /// <summary>How a fragment is mixed with what is there, alpha apart from colour.</summary>
    public void BlendFuncSeparate(BlendingFactor sfactorRGB, BlendingFactor dfactorRGB, BlendingFactor sfactorAlpha, BlendingFactor dfactorAlpha) =>
        ((delegate* unmanaged<BlendingFactor, BlendingFactor, BlendingFactor, BlendingFactor, void>)Load(ref _blendFuncSeparate, "glBlendFuncSeparate"))(sfactorRGB, dfactorRGB, sfactorAlpha, dfactorAlpha);

    /// <summary>Draws <paramref name="count"/> vertices.</summary>
    public void DrawArrays(PrimitiveType mode, int first, uint count) =>
        ((delegate* unmanaged<PrimitiveType, int, uint, void>)Load(ref _drawArrays, "glDrawArrays"))(mode, first, count);

    /// <summary>Draws <paramref name="count"/> vertices <paramref name="instancecount"/> times.</summary>
    public void DrawArraysInstanced(PrimitiveType mode, int first, uint count, uint instancecount) =>
        ((delegate* unmanaged<PrimitiveType, int, uint, uint, void>)Load(ref _drawArraysInstanced, "glDrawArraysInstanced"))(mode, first, count, instancecount);

    /// <summary>Draws <paramref name="count"/> indexed vertices; <paramref name="indices"/> is an offset into the bound element buffer.</summary>
    public void DrawElements(PrimitiveType mode, uint count, DrawElementsType type, void* indices) =>
        ((delegate* unmanaged<PrimitiveType, uint, DrawElementsType, void*, void>)Load(ref _drawElements, "glDrawElements"))(mode, count, type, indices);

    /// <summary>Waits until everything so far is done.</summary>
    public void Finish() => ((delegate* unmanaged<void>)Load(ref _finish, "glFinish"))();

    /// <summary>Sends everything so far to the device.</summary>
    public void Flush() => ((delegate* unmanaged<void>)Load(ref _flush, "glFlush"))();

    /// <summary>The oldest error since the last call.</summary>
    public GLEnum GetError() => ((delegate* unmanaged<GLEnum>)Load(ref _getError, "glGetError"))();

    /// <summary>Layout of pixels in client memory.</summary>
    public void PixelStore(PixelStoreParameter pname, int param) =>
        ((delegate* unmanaged<PixelStoreParameter, int, void>)Load(ref _pixelStorei, "glPixelStorei"))(pname, param);

    /// <summary>Selects the colour buffer that pixels are read from.</summary>
    public void ReadBuffer(ReadBufferMode src) =>
        ((delegate* unmanaged<ReadBufferMode, void>)Load(ref _readBuffer, "glReadBuffer"))(src);

    /// <summary>Reads pixels, rows from bottom to top.</summary>
    public void ReadPixels(int x, int y, uint width, uint height, PixelFormat format, PixelType type, void* pixels) =>
        ((delegate* unmanaged<int, int, uint, uint, PixelFormat, PixelType, void*, void>)Load(ref _readPixels, "glReadPixels"))(x, y, width, height, format, type, pixels);

    /// <summary>Binds a framebuffer object; 0 is the window.</summary>
    public void BindFramebuffer(FramebufferTarget target, uint framebuffer) =>
        ((delegate* unmanaged<FramebufferTarget, uint, void>)Load(ref _bindFramebuffer, "glBindFramebuffer"))(target, framebuffer);

    /// <summary>Attaches a level of a texture to the bound framebuffer object.</summary>
    public void FramebufferTexture2D(FramebufferTarget target, FramebufferAttachment attachment, TextureTarget textarget, uint texture, int level) =>
        ((delegate* unmanaged<FramebufferTarget, FramebufferAttachment, TextureTarget, uint, int, void>)Load(ref _framebufferTexture2D, "glFramebufferTexture2D"))(target, attachment, textarget, texture, level);

    /// <summary>Whether the bound framebuffer object can be drawn to.</summary>
    public GLEnum CheckFramebufferStatus(FramebufferTarget target) =>
        ((delegate* unmanaged<FramebufferTarget, GLEnum>)Load(ref _checkFramebufferStatus, "glCheckFramebufferStatus"))(target);
}
