namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Learning-rate schedules.</summary>
        public static partial class lr_scheduler
        {
            /// <summary>Sets the learning rates of an optimizer at every step.</summary>
            public abstract class LRScheduler
            {
                private readonly Optimizer _optimizer;
                private int _epoch = -1;

                internal LRScheduler(Optimizer optimizer) => _optimizer = optimizer;

                /// <summary>Goes on by one.</summary>
                public virtual void step()
                {
                    _epoch++;
                    foreach (var group in _optimizer.ParamGroups)
                        group.LearningRate = Rate(group.InitialLearningRate, _epoch);
                }

                /// <summary>The current learning rates.</summary>
                public IEnumerable<double> get_last_lr() => _optimizer.ParamGroups.Select(group => group.LearningRate);

                /// <summary>Learning rate of a group at a step.</summary>
                private protected abstract double Rate(double initial, int epoch);
            }

            /// <summary>The initial rate times a function of the step.</summary>
            public static LRScheduler LambdaLR(Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch = -1, bool verbose = false) =>
                new Schedule(optimizer, (initial, epoch) => initial * lr_lambda(epoch), last_epoch);

            /// <summary>Times gamma every <paramref name="step_size"/> steps.</summary>
            public static LRScheduler StepLR(Optimizer optimizer, int step_size, double gamma = 0.1, int last_epoch = -1, bool verbose = false) =>
                new Schedule(optimizer, (initial, epoch) => initial * Math.Pow(gamma, epoch / step_size), last_epoch);

            /// <summary>Times gamma every step.</summary>
            public static LRScheduler ExponentialLR(Optimizer optimizer, double gamma = 0.1, int last_epoch = -1, bool verbose = false) =>
                new Schedule(optimizer, (initial, epoch) => initial * Math.Pow(gamma, epoch), last_epoch);

            /// <summary>From a factor to another, linearly.</summary>
            public static LRScheduler LinearLR(Optimizer optimizer, double start_factor = 1.0 / 3, double end_factor = 1.0, int total_iters = 5, int last_epoch = -1, bool verbose = false) =>
                new Schedule(optimizer, (initial, epoch) => initial * (start_factor + (end_factor - start_factor) * Math.Min(1.0, (double)epoch / total_iters)), last_epoch);

            /// <summary>Half a cosine from the initial rate to <paramref name="eta_min"/>.</summary>
            public static LRScheduler CosineAnnealingLR(Optimizer optimizer, double T_max, double eta_min = 0, int last_epoch = -1, bool verbose = false) =>
                new Schedule(optimizer, (initial, epoch) => eta_min + (initial - eta_min) * (1 + Math.Cos(Math.PI * epoch / T_max)) / 2, last_epoch);

            private sealed class Schedule : LRScheduler
            {
                private readonly Func<double, int, double> _rate;

                public Schedule(Optimizer optimizer, Func<double, int, double> rate, int last) : base(optimizer)
                {
                    if (last != -1)
                        throw new NotSupportedException("The managed TorchSharp provider starts schedules at the beginning only.");
                    _rate = rate;
                    step();
                }

                private protected override double Rate(double initial, int epoch) => _rate(initial, epoch);
            }
        }
    }
}
