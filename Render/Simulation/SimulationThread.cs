using System.Diagnostics;

namespace ReptileGen.Render.Simulation;

/// <summary>Drives a simulation on a thread of its own, so that drawing never waits for it, nor it for drawing.</summary>
public sealed class SimulationThread : IDisposable
{
    private const int MostStepsAtOnce = 32;

    private readonly Simulation _simulation;
    private readonly Thread _thread;
    private readonly AutoResetEvent _wake = new(false);
    private readonly Pace _pace = new();
    private double _speed = 100;
    private long _nextDream;
    private volatile bool _isPaused;
    private volatile bool _isStopping;

    /// <summary>Starts the thread.</summary>
    public SimulationThread(Simulation simulation)
    {
        _simulation = simulation;
        _thread = new Thread(Loop) { IsBackground = true, Name = "simulation", Priority = ThreadPriority.BelowNormal };
        _thread.Start();
    }

    /// <summary>What stopped the simulation; null while all is well.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Sets speed (steps a second) and pause.</summary>
    public void Set(double speed, bool isPaused)
    {
        Volatile.Write(ref _speed, speed);
        _isPaused = isPaused;
    }

    /// <summary>Tells the thread that a command waits or a picture was taken.</summary>
    public void Wake() => _wake.Set();

    /// <summary>Stops the thread.</summary>
    public void Dispose()
    {
        _isStopping = true;
        _wake.Set();
        _thread.Join();
        _wake.Dispose();
    }

    /// <summary>Dreams take a fifth of the time at most.</summary>
    private void Publish()
    {
        long start = Stopwatch.GetTimestamp();
        bool withDream = start >= _nextDream;
        _simulation.Publish(withDream);
        if (withDream)
        {
            long end = Stopwatch.GetTimestamp();
            _nextDream = end + (4 * (end - start));
        }
    }

    private void Loop()
    {
        try
        {
            long last = Stopwatch.GetTimestamp();
            while (!_isStopping)
            {
                _simulation.Obey();
                long now = Stopwatch.GetTimestamp();
                _pace.Speed = Volatile.Read(ref _speed);
                _simulation.Rest = _pace.Rest;
                int steps = _isPaused ? 0 : _pace.Take((now - last) / (double)Stopwatch.Frequency, MostStepsAtOnce);
                last = now;
                _simulation.Advance(steps);
                if (_simulation.HasNews && _simulation.IsTaken)
                {
                    Publish();
                }

                if (steps == 0 && !_simulation.HasCommands)
                {
                    _wake.WaitOne(_isPaused ? 50 : 2);
                }
            }
        }
        catch (Exception exception)
        {
            Failure = exception;
        }
    }
}
