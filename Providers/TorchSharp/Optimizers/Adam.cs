using TorchSharp.Modules;

namespace TorchSharp.Modules
{
    /// <summary>Adam (Kingma and Ba 2015): steps scaled by running means of gradients and their squares.</summary>
    public class Adam : OptimizerHelper
    {
        private readonly double _weightDecay;
        private readonly AdamStep _step;

        /// <summary>An optimizer of these parameters.</summary>
        public Adam(IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
        {
            _weightDecay = weight_decay;
            _step = new AdamStep(this, beta1, beta2, eps, amsgrad, maximize);
            Start(parameters, lr);
        }

        /// <inheritdoc/>
        public override torch.Tensor? step(Func<torch.Tensor>? closure = null) => Step(closure, (parameter, gradient, rate) =>
            _step.Run(parameter, _weightDecay == 0 ? gradient : gradient.add(parameter, _weightDecay), rate));
    }

    /// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019).</summary>
    public class AdamW : OptimizerHelper
    {
        private readonly double _weightDecay;
        private readonly AdamStep _step;

        /// <summary>An optimizer of these parameters.</summary>
        public AdamW(IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
        {
            _weightDecay = weight_decay;
            _step = new AdamStep(this, beta1, beta2, eps, amsgrad, maximize);
            Start(parameters, lr);
        }

        /// <inheritdoc/>
        public override torch.Tensor? step(Func<torch.Tensor>? closure = null) => Step(closure, (parameter, gradient, rate) =>
        {
            parameter.mul_(1 - rate * _weightDecay);
            _step.Run(parameter, gradient, rate);
        });
    }

    /// <summary>The step that both share; the moments are one fused pass over memory.</summary>
    internal sealed class AdamStep
    {
        private readonly OptimizerHelper _owner;
        private readonly double _beta1;
        private readonly double _beta2;
        private readonly double _eps;
        private readonly bool _maximize;
        private readonly Dictionary<Parameter, int> _steps = new(ReferenceEqualityComparer.Instance);

        public AdamStep(OptimizerHelper owner, double beta1, double beta2, double eps, bool amsgrad, bool maximize)
        {
            if (eps < 0)
                throw new ArgumentException($"Invalid eps: {eps}");
            if (beta1 is < 0 or >= 1)
                throw new ArgumentException($"Invalid beta1: {beta1}");
            if (beta2 is < 0 or >= 1)
                throw new ArgumentException($"Invalid beta2: {beta2}");
            if (amsgrad)
                throw new NotSupportedException("amsgrad is not supported by the managed TorchSharp provider");
            (_owner, _beta1, _beta2, _eps, _maximize) = (owner, beta1, beta2, eps, maximize);
        }

        public void Run(Parameter parameter, torch.Tensor gradient, double rate)
        {
            var state = _owner.State(parameter, 2);
            var step = _steps[parameter] = _steps.GetValueOrDefault(parameter) + 1;
            using var dense = gradient.contiguous();
            Kernels.Moments.Step(parameter.Value, dense.Value, state[0].Value, state[1].Value, new Kernels.MomentRates(
                _beta1, _beta2, _eps, (_maximize ? -1 : 1) * rate / (1 - Math.Pow(_beta1, step)), Math.Sqrt(1 - Math.Pow(_beta2, step))));
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            /// <summary>Adam.</summary>
            public static Adam Adam(IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            /// <summary>Adam with decoupled weight decay.</summary>
            public static AdamW AdamW(IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);
        }
    }
}
