using TorchSharp.Modules;

namespace TorchSharp.Modules
{
    /// <summary>Gradient descent, with momentum and weight decay.</summary>
    public class SGD : OptimizerHelper
    {
        private readonly double _momentum;
        private readonly double _dampening;
        private readonly double _weightDecay;
        private readonly bool _nesterov;
        private readonly bool _maximize;
        private readonly HashSet<Parameter> _moved = new(ReferenceEqualityComparer.Instance);

        /// <summary>An optimizer of these parameters.</summary>
        public SGD(IEnumerable<Parameter> parameters, double lr, double momentum = 0.0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
        {
            if (nesterov && (momentum == 0 || dampening != 0))
                throw new ArgumentException("Nesterov momentum requires a momentum and zero dampening");
            (_momentum, _dampening, _weightDecay, _nesterov, _maximize) = (momentum, dampening, weight_decay, nesterov, maximize);
            Start(parameters, lr);
        }

        /// <inheritdoc/>
        public override torch.Tensor? step(Func<torch.Tensor>? closure = null) => Step(closure, (parameter, gradient, rate) =>
        {
            var g = _maximize ? gradient.neg() : gradient;
            if (_weightDecay != 0)
                g = g.add(parameter, _weightDecay);
            if (_momentum != 0)
            {
                var buffer = State(parameter, 1)[0];
                if (_moved.Add(parameter))
                    buffer.copy_(g);
                else
                    buffer.mul_(_momentum).add_(g, 1 - _dampening);
                g = _nesterov ? g.add(buffer, _momentum) : buffer;
            }

            parameter.add_(g, -rate);
        });
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            /// <summary>Gradient descent.</summary>
            public static SGD SGD(IEnumerable<Parameter> parameters, double learningRate, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);
        }
    }
}
