namespace TorchSharp;

/// <summary>Disposes the tensors made on this thread while it is the innermost scope, unless they were moved out.</summary>
public sealed class DisposeScope : IDisposable
{
    [ThreadStatic] private static DisposeScope? _current;
    private readonly List<torch.Tensor> _tensors = [];
    private bool _disposed;

    internal DisposeScope()
    {
        OuterScope = _current;
        _current = this;
    }

    internal DisposeScope? OuterScope { get; }

    internal static DisposeScope? Current => _current;

    /// <summary>How many tensors the scope will dispose.</summary>
    public int DisposablesCount => Owned().Count();

    /// <summary>The tensors that the scope will dispose.</summary>
    public IReadOnlyList<IDisposable> DisposablesView => Owned().ToArray();

    /// <summary>Hands a tensor to the outer scope; out of all scopes if there is none.</summary>
    public T MoveToOuter<T>(T disposable) where T : IDisposable
    {
        MoveToOuter((IEnumerable<IDisposable>)[disposable]);
        return disposable;
    }

    /// <summary>Hands tensors to the outer scope; out of all scopes if there is none.</summary>
    public void MoveToOuter(params IDisposable[] disposables) => MoveToOuter((IEnumerable<IDisposable>)disposables);

    /// <summary>Hands tensors to the outer scope; out of all scopes if there is none.</summary>
    public void MoveToOuter(IEnumerable<IDisposable> disposables)
    {
        foreach (var tensor in Tensors(disposables))
        {
            tensor.OwningDisposeScope = OuterScope;
            OuterScope?._tensors.Add(tensor);
        }
    }

    /// <summary>Takes a tensor out of all scopes.</summary>
    public T Detach<T>(T disposable) where T : IDisposable
    {
        Detach((IEnumerable<IDisposable>)[disposable]);
        return disposable;
    }

    /// <summary>Takes tensors out of all scopes.</summary>
    public void Detach(params IDisposable[] disposables) => Detach((IEnumerable<IDisposable>)disposables);

    /// <summary>Takes tensors out of all scopes.</summary>
    public void Detach(IEnumerable<IDisposable> disposables)
    {
        foreach (var tensor in Tensors(disposables))
            tensor.OwningDisposeScope = null;
    }

    /// <summary>Disposes all tensors of the scope; the scope stays open.</summary>
    public void DisposeEverything()
    {
        var tensors = _tensors;
        for (var i = 0; i < tensors.Count; i++)
        {
            if (tensors[i].OwningDisposeScope == this)
                tensors[i].Dispose();
        }

        tensors.Clear();
    }

    /// <summary>Disposes all tensors of the scope but these.</summary>
    public void DisposeEverythingBut(params IDisposable[] keep)
    {
        var kept = Tensors(keep).Where(tensor => tensor.OwningDisposeScope == this).ToList();
        foreach (var tensor in kept)
            tensor.OwningDisposeScope = null;
        DisposeEverything();
        foreach (var tensor in kept)
        {
            tensor.OwningDisposeScope = this;
            _tensors.Add(tensor);
        }
    }

    /// <summary>Disposes all tensors of the scope and closes it.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        DisposeEverything();
        _disposed = true;
        if (_current == this)
            _current = OuterScope;
    }

    internal static void Register(torch.Tensor tensor)
    {
        if (_current is not { } scope)
            return;
        tensor.OwningDisposeScope = scope;
        scope._tensors.Add(tensor);
    }

    internal void Add(torch.Tensor tensor) => _tensors.Add(tensor);

    private IEnumerable<torch.Tensor> Owned() => _tensors.Where(tensor => tensor.OwningDisposeScope == this).Distinct(ReferenceEqualityComparer.Instance).Cast<torch.Tensor>();

    private static IEnumerable<torch.Tensor> Tensors(IEnumerable<IDisposable> disposables) => disposables.Select(disposable =>
        disposable as torch.Tensor ?? throw new InvalidOperationException("DisposeScope can only manage Tensor or PackedSequence"));
}

public static partial class torch
{
    /// <summary>Opens a scope that disposes the tensors made in it on this thread.</summary>
    public static DisposeScope NewDisposeScope() => new();

    /// <summary>The innermost open scope of this thread.</summary>
    public static DisposeScope? CurrentDisposeScope => DisposeScope.Current;

    /// <summary>Evaluates an expression in a scope of its own and keeps only the result.</summary>
    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using var scope = NewDisposeScope();
        return expr().MoveToOuterDisposeScope();
    }
}
