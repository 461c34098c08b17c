using ReptileGen.Model;
using ReptileGen.Model.Data;
using ReptileGen.Model.Episodes;
using ReptileGen.Model.Evaluation;
using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Meta;
using ReptileGen.Model.Runs;
using ReptileGen.Render.Engine;

namespace ReptileGen.Render.Simulation;

/// <summary>Runs the outer loop of a preset on threads of its own while the viewer draws samples of where it stands.</summary>
public sealed class Trainer : IDisposable
{
    private const int Capacity = 2048;
    private const int Newest = 20;

    private readonly object _gate = new();
    private readonly RunSpec _spec;
    private readonly DataSource _data;
    private readonly CpuEngine _engine;
    private readonly Teachers? _teachers;
    private readonly float[] _published;
    private readonly float[] _curve = new float[Capacity];
    private readonly Thread _thread;
    private int _curveLength;
    private int _stepsPerPoint = 1;
    private double _pointSum;
    private int _pointCount;
    private long _steps;
    private long _taken = -1;
    private volatile bool _isStopping;

    /// <summary>Starts from random weights.</summary>
    /// <param name="spec">The run.</param>
    /// <param name="data">Folder of packed datasets; null: where the build put them.</param>
    /// <exception cref="UserException">There are no such data, or a teacher of the run is missing or has other steps.</exception>
    public Trainer(RunSpec spec, string? data)
    {
        spec.Validate();
        _spec = spec;
        Plan = new NetworkPlan(spec.Network);
        (TrainedModel model, Optimizer optimizer) = Run.New(spec, Plan);
        _published = [.. model.Meta];
        IReadOnlyList<TrainedModel> teachers = TeacherLocator.Load(model);
        _data = DataSource.Open(DatasetLocator.Locate(data), spec.Data.Dataset, Plan, Split.Train, spec.Data.Protocol, spec.Seed);
        _engine = Engine(Plan);
        _teachers = teachers.Count > 0 ? new Teachers([.. teachers.Select(teacher => new EnsembleMember(Engine(teacher.Plan), teacher.Meta))], spec.Seed) : null;
        _thread = new Thread(() => Loop(model.Meta, optimizer)) { IsBackground = true, Name = "training", Priority = ThreadPriority.BelowNormal };
        _thread.Start();
    }

    /// <summary>The network.</summary>
    public NetworkPlan Plan { get; }

    /// <summary>What stopped the training; null while all is well.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Says what stopped the training, if something did.</summary>
    /// <exception cref="ViewerException">Something did that a person can put right; other exceptions are errors of the program.</exception>
    public void Check()
    {
        if (Failure is { } failure)
        {
            throw ViewerException.Stopped("the training", failure);
        }
    }

    /// <summary>Copies the newest meta vector, unless it was taken before.</summary>
    public bool TryTake(Span<float> meta)
    {
        lock (_gate)
        {
            if (_taken == _steps)
            {
                return false;
            }

            _taken = _steps;
            _published.CopyTo(meta);
            return true;
        }
    }

    /// <summary>Copies the loss curve (nats an episode, evenly spaced outer steps); returns its length and the steps so far.</summary>
    public (int Length, long Steps) Curve(Span<float> nats)
    {
        lock (_gate)
        {
            int length = Math.Min(_curveLength, nats.Length);
            _curve.AsSpan(0, length).CopyTo(nats);
            return (length, _steps);
        }
    }

    /// <summary>The outer steps so far, and the mean of the newest points of the curve in nats: NaN before the first.</summary>
    public (long Steps, float Nats) Progress()
    {
        lock (_gate)
        {
            int count = Math.Min(_curveLength, Newest);
            float sum = 0;
            foreach (float nats in _curve.AsSpan(_curveLength - count, count))
            {
                sum += nats;
            }

            return (_steps, sum / count);
        }
    }

    /// <summary>Ends the training after its current step; waits no longer than a second for that, a step may take a minute.</summary>
    public void Dispose()
    {
        _isStopping = true;
        _thread.Join(1000);
    }

    private static CpuEngine Engine(NetworkPlan plan) => new(plan, Math.Max(1, Environment.ProcessorCount - 2));

    private void Loop(float[] meta, Optimizer optimizer)
    {
        try
        {
            EpisodeFeed feed = _spec.Feed(_data.Episodes);
            var loop = new OuterLoop(
                _engine, feed, meta, new MetaMethod(_spec.Method.Algorithm, _spec.Method.Truncation), optimizer,
                new EpisodeClip(_spec.Method.EpisodeClip), new DivergenceGuard(OuterLoop.GuessingCost(Plan)), _teachers);
            var watch = System.Diagnostics.Stopwatch.StartNew();
            while (!_isStopping)
            {
                double done = Math.Min(1, _spec.Schedule.Progress(optimizer.Steps, watch.Elapsed.TotalSeconds));
                OuterStep step = loop.Step(_spec.Schedule.Factor(optimizer.Steps, done), _spec.Method.TeacherShareAt(done));
                lock (_gate)
                {
                    meta.CopyTo(_published, 0);
                    _steps = optimizer.Steps;
                    Append(step.Nats);
                }
            }
        }
        catch (Exception exception)
        {
            Failure = exception;
        }
        finally
        {
            _teachers?.Dispose();
            _engine.Dispose();
            _data.Dispose();
        }
    }

    /// <summary>Adds to the curve; when it is full every two points become one.</summary>
    private void Append(double nats)
    {
        _pointSum += nats;
        if (++_pointCount < _stepsPerPoint)
        {
            return;
        }

        _curve[_curveLength++] = (float)(_pointSum / _pointCount);
        (_pointSum, _pointCount) = (0, 0);
        if (_curveLength == Capacity)
        {
            for (int i = 0; i < Capacity / 2; i++)
            {
                _curve[i] = (_curve[2 * i] + _curve[(2 * i) + 1]) / 2;
            }

            (_curveLength, _stepsPerPoint) = (Capacity / 2, _stepsPerPoint * 2);
        }
    }
}
