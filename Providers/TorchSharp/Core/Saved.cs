using static TorchSharp.torch;

namespace TorchSharp.Core;

/// <summary>A tensor kept for the backward pass; reading it fails if it was changed in place meanwhile.</summary>
internal sealed class Saved(Impl impl, Node? owner)
{
    private readonly int _version = impl.Storage.Version;
    private Impl? _impl = impl;

    /// <summary>The tensor as it was, with its history.</summary>
    public Tensor Get()
    {
        var impl = _impl ?? throw Engine.Freed();
        if (impl.Storage.Version != _version)
            throw Types.Error($"one of the variables needed for gradient computation has been modified by an inplace operation: tensor {Shape.Text(impl.Sizes)} is at version {impl.Storage.Version}; expected version {_version} instead.");
        if (owner is null)
            return new Tensor(impl.Retain());
        var view = impl.View(impl.Sizes, impl.Strides, impl.Offset);
        view.Node = owner.Retain();
        return new Tensor(view);
    }

    public void Release()
    {
        _impl?.Release();
        _impl = null;
    }
}
