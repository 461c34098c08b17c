using TorchSharp.Modules;

namespace TorchSharp
{
    public static partial class torch
    {
        /// <summary>Optimizers and learning-rate schedules.</summary>
        public static partial class optim
        {
            /// <summary>Changes parameters along their gradients.</summary>
            public abstract partial class Optimizer : IDisposable
            {
                /// <summary>The groups of parameters.</summary>
                protected IList<ParamGroup> _parameter_groups = [];

                /// <summary>Parameters with one set of options each.</summary>
                public virtual IEnumerable<ILearningRateController> ParamGroups => _parameter_groups;

                /// <summary>All parameters.</summary>
                public virtual IEnumerable<Parameter> parameters() => _parameter_groups.SelectMany(group => group.Parameters);

                /// <summary>Zeroes all gradients.</summary>
                public virtual void zero_grad()
                {
                    foreach (var parameter in parameters())
                    {
                        using var gradient = parameter.grad;
                        gradient?.fill_(0);
                    }
                }

                /// <summary>One step along the gradients.</summary>
                /// <param name="closure">Computes the loss anew, if given.</param>
                public abstract Tensor? step(Func<Tensor>? closure = null);

                /// <summary>Releases the optimizer's state.</summary>
                public void Dispose()
                {
                    Dispose(true);
                    GC.SuppressFinalize(this);
                }

                /// <summary>Releases the optimizer's state.</summary>
                protected virtual void Dispose(bool disposing) { }
            }

            /// <summary>Whose learning rate a schedule sets.</summary>
            public interface ILearningRateController
            {
                /// <summary>Step size.</summary>
                double LearningRate { get; set; }

                /// <summary>Step size at the start.</summary>
                double InitialLearningRate { get; set; }
            }
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Options of a group of parameters.</summary>
    public class OptimizerOptions
    {
        /// <summary>Step size.</summary>
        public double? LearningRate { get; set; }

        /// <summary>Step size at the start.</summary>
        public double InitialLearningRate { get; set; }
    }

    /// <summary>Parameters with one set of options.</summary>
    public class ParamGroup : torch.optim.ILearningRateController
    {
        /// <summary>The parameters.</summary>
        public IEnumerable<Parameter> Parameters { get; set; } = [];

        /// <summary>The options.</summary>
        public OptimizerOptions Options { get; set; } = new();

        /// <inheritdoc/>
        public double LearningRate { get => Options.LearningRate ?? 0; set => Options.LearningRate = value; }

        /// <inheritdoc/>
        public double InitialLearningRate { get => Options.InitialLearningRate; set => Options.InitialLearningRate = value; }
    }

    /// <summary>What the managed optimizers share: one group, a state per parameter.</summary>
    public abstract class OptimizerHelper : torch.optim.Optimizer
    {
        private readonly Dictionary<Parameter, torch.Tensor[]> _state = new(ReferenceEqualityComparer.Instance);

        internal void Start(IEnumerable<Parameter> parameters, double lr)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(lr);
            _parameter_groups.Add(new ParamGroup { Parameters = parameters.ToList(), Options = new OptimizerOptions { LearningRate = lr, InitialLearningRate = lr } });
        }

        /// <summary>Runs an update on every parameter that has a gradient, unrecorded.</summary>
        internal torch.Tensor? Step(Func<torch.Tensor>? closure, Action<Parameter, torch.Tensor, double> update)
        {
            torch.Tensor? loss = null;
            if (closure is not null)
            {
                using var recording = torch.enable_grad();
                loss = closure();
            }

            using var mode = torch.no_grad();
            using var scope = torch.NewDisposeScope();
            foreach (var group in _parameter_groups)
            {
                foreach (var parameter in group.Parameters)
                {
                    if (parameter.grad is { } gradient)
                        update(parameter, gradient, group.LearningRate);
                }
            }

            return loss;
        }

        /// <summary>Tensors of the parameter's shape that live as long as the optimizer, zero at first.</summary>
        internal torch.Tensor[] State(Parameter parameter, int count)
        {
            if (!_state.TryGetValue(parameter, out var state))
                _state[parameter] = state = Enumerable.Range(0, count).Select(_ => torch.zeros_like(parameter).DetachFromDisposeScope()).ToArray();
            return state;
        }

        /// <inheritdoc/>
        protected override void Dispose(bool disposing)
        {
            foreach (var tensor in _state.Values.SelectMany(state => state))
                tensor.Dispose();
            _state.Clear();
        }
    }
}
