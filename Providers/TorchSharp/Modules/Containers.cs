namespace TorchSharp.Modules
{
    /// <summary>Modules one after the other.</summary>
    public class Sequential : torch.nn.Module<torch.Tensor, torch.Tensor>
    {
        private readonly List<torch.nn.Module<torch.Tensor, torch.Tensor>> _steps = [];

        internal Sequential(IEnumerable<(string Name, torch.nn.Module<torch.Tensor, torch.Tensor> Module)> steps) : base(nameof(Sequential))
        {
            foreach (var (name, module) in steps)
            {
                _steps.Add(module);
                register_module(name, module);
            }
        }

        /// <summary>Number of steps.</summary>
        public int Count => _steps.Count;

        /// <inheritdoc/>
        public override torch.Tensor forward(torch.Tensor tensor)
        {
            using var scope = torch.NewDisposeScope();
            var result = tensor.alias();
            foreach (var step in _steps)
                result = step.call(result);
            return result.MoveToOuterDisposeScope();
        }
    }

    /// <summary>A list of modules.</summary>
    /// <typeparam name="T">What the list holds.</typeparam>
    public class ModuleList<T> : torch.nn.Module, IEnumerable<T> where T : torch.nn.Module
    {
        private readonly List<T> _list = [];
        private bool _registered;

        /// <summary>A list of these modules.</summary>
        public ModuleList(params T[] modules) : base(nameof(ModuleList<T>)) => _list.AddRange(modules);

        /// <summary>Number of modules.</summary>
        public int Count => _list.Count;

        /// <summary>One module.</summary>
        public T this[int index] => _list[index];

        /// <summary>Appends a module; one that is appended after the list became part of a module is not part of that one.</summary>
        public void Add(T item) => _list.Add(item);

        /// <summary>Appends modules; see <see cref="Add"/>.</summary>
        public void append(params T[] parameters) => _list.AddRange(parameters);

        /// <inheritdoc/>
        protected override void RegisterComponents()
        {
            if (_registered)
                return;
            for (var i = 0; i < _list.Count; i++)
                register_module(i.ToString(System.Globalization.CultureInfo.InvariantCulture), _list[i]);
            _registered = true;
        }

        /// <summary>The modules in order.</summary>
        public IEnumerator<T> GetEnumerator() => _list.GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Modules one after the other, numbered from 0.</summary>
            public static Modules.Sequential Sequential(params Module<Tensor, Tensor>[] modules) => new(modules.Select((module, i) => (i.ToString(System.Globalization.CultureInfo.InvariantCulture), module)));

            /// <summary>Modules one after the other, named.</summary>
            public static Modules.Sequential Sequential(params (string name, Module<Tensor, Tensor> submodule)[] modules) => new(modules);

            /// <summary>A list of modules.</summary>
            public static Modules.ModuleList<T> ModuleList<T>(params T[] modules) where T : Module => new(modules);
        }
    }
}
