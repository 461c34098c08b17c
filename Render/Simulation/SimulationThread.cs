using System.Diagnostics;
using ReptileGen.Render.Engine;

namespace ReptileGen.Render.Simulation;

/// <summary>Drives a simulation on a thread of its own, so that drawing never waits for it, nor it for drawing.</summary>
public sealed class SimulationThread : IDisposable
{
    private const int MostStepsAtOnce = 32;
    private const int Nothing = -1;

    private readonly Simulation _simulation;
    private readonly Thread _thread;
    private readonly AutoResetEvent _wake = new(false);
    private readonly Pace _pace = new();
    private double _speed = 100;
    private long _nextDream;
    private long _last = Stopwatch.GetTimestamp();
    private volatile int _granted = Nothing;
    private volatile bool _isFilmed;
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

    /// <summary>Says what stopped the simulation, if something did.</summary>
    /// <exception cref="ViewerException">Something did that a person can put right; other exceptions are errors of the program.</exception>
    public void Check()
    {
        if (Failure is { } failure)
        {
            throw ViewerException.Stopped("the simulation", failure);
        }
    }

    /// <summary>Whether the steps that were granted are made and published.</summary>
    public bool IsDone => _granted == Nothing;

    /// <summary>Sets speed (steps a second) and pause; in a film the clock stands, and steps are made when they are granted.</summary>
    public void Set(double speed, bool isPaused, bool isFilmed = false)
    {
        Volatile.Write(ref _speed, speed);
        bool begins = isFilmed && !_isFilmed;
        (_isPaused, _isFilmed) = (isPaused, isFilmed);
        if (begins)
        {
            Grant(0);
        }
    }

    /// <summary>Has exactly so many steps made for the next frame of a film.</summary>
    public void Grant(int steps)
    {
        _granted = steps;
        _wake.Set();
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
            while (!_isStopping)
            {
                _pace.Speed = Volatile.Read(ref _speed);
                _simulation.Rest = _pace.Rest;
                if (_granted != Nothing)
                {
                    Follow(_granted);
                }
                else if (_isFilmed)
                {
                    _wake.WaitOne(50);
                    _last = Stopwatch.GetTimestamp();
                }
                else
                {
                    Play();
                }
            }
        }
        catch (Exception exception)
        {
            Failure = exception;
        }
    }

    /// <summary>Makes the steps that are due by the clock; publishes when the last publication was taken.</summary>
    private void Play()
    {
        _simulation.Obey();
        long now = Stopwatch.GetTimestamp();
        int steps = _isPaused ? 0 : _pace.Take((now - _last) / (double)Stopwatch.Frequency, MostStepsAtOnce);
        _last = now;
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

    /// <summary>Makes the steps of one frame of a film and publishes all of it, dream included.</summary>
    private void Follow(int steps)
    {
        _simulation.Obey();
        for (; steps > 0 && !_isStopping; steps -= MostStepsAtOnce)
        {
            _simulation.Advance(Math.Min(steps, MostStepsAtOnce));
        }

        if (_simulation.HasNews)
        {
            _simulation.Publish();
        }

        _granted = Nothing;
    }
}
