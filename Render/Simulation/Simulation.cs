using System.Collections.Concurrent;

namespace ReptileGen.Render.Simulation;

/// <summary>
/// Plays episodes of a generator, obeys commands, keeps what was observed and publishes it. Commands and
/// <see cref="Latest"/> belong to the thread of the window; everything else to the thread that drives.
/// </summary>
public sealed partial class Simulation
{
    private readonly IGenerator _generator;
    private readonly SnapshotExchange _exchange;
    private readonly ConcurrentQueue<Command> _commands = new();
    private readonly Observation[] _seen;
    private readonly double[] _cumulative;
    private readonly short[] _given;
    private readonly short[] _condition;
    private readonly float[] _initial;
    private readonly float[] _before;
    private readonly float[] _after;
    private readonly float[] _dream;
    private readonly byte[] _gallery;
    private readonly double[] _galleryNats = new double[Snapshot.GalleryCapacity];
    private readonly int[] _galleryLength = new int[Snapshot.GalleryCapacity];
    private double _temperature;
    private ulong _seed;
    private int _episode;
    private int _givenSteps;
    private int _publishedPosition;
    private long _finished;
    private long _version;
    private bool _isCounted;
    private bool _isPenDown;
    private int _rest;
    private bool _hasUpdate;

    /// <summary>Starts the first episode and publishes it.</summary>
    public Simulation(IGenerator generator, ulong seed, double temperature)
    {
        _generator = generator;
        Info = generator.Info;
        _exchange = new SnapshotExchange(Info);
        _seen = new Observation[Info.Steps];
        _cumulative = new double[Info.Steps + 1];
        _given = new short[Info.Steps];
        _condition = new short[Info.Steps];
        _initial = new float[Info.ParameterLength];
        _before = new float[Info.ParameterLength];
        _after = new float[Info.ParameterLength];
        _dream = new float[Info.Steps];
        _gallery = new byte[Snapshot.GalleryCapacity * Info.Steps];
        (_seed, _temperature) = (seed, temperature);
        Array.Fill(_given, IGenerator.Free);
        Begin(0);
        Publish();
    }

    /// <summary>What is generated.</summary>
    public GeneratorInfo Info { get; }

    /// <summary>Steps that a finished sample stays before the next begins.</summary>
    public int Rest { get; set; }

    /// <summary>Whether something happened since the last publication.</summary>
    public bool HasNews { get; private set; }

    /// <summary>Whether the reader has taken the last publication.</summary>
    public bool IsTaken => _exchange.IsTaken;

    /// <summary>Whether commands wait.</summary>
    public bool HasCommands => !_commands.IsEmpty;

    /// <summary>Sends a wish.</summary>
    public void Post(Command command) => _commands.Enqueue(command);

    /// <summary>The newest publication.</summary>
    public Snapshot Latest() => _exchange.Latest();

    /// <summary>Makes up to so many steps; a finished sample rests, then the next begins.</summary>
    public void Advance(int steps)
    {
        for (; steps > 0 && !(_isPenDown && _generator.Position >= _givenSteps); steps--)
        {
            if (!_generator.Ended)
            {
                StepOnce(steps == 1);
            }
            else if (_rest-- <= 0)
            {
                Begin(_episode + 1);
            }
        }
    }

    private void StepOnce(bool isWatched)
    {
        if (isWatched)
        {
            _generator.CopyParameters(_before);
        }

        if (!_generator.Next(out Observation seen))
        {
            return;
        }

        _hasUpdate = isWatched;
        _seen[seen.Step] = seen with { IsGiven = _given[seen.Step] != IGenerator.Free };
        _cumulative[seen.Step + 1] = _cumulative[seen.Step] + seen.Nats;
        HasNews = true;
        Count();
    }

    /// <summary>Puts an ended episode into the gallery, once, and not while it is being painted.</summary>
    private void Count()
    {
        if (!_generator.Ended || _isCounted || _isPenDown)
        {
            return;
        }

        int slot = (int)(_finished++ % Snapshot.GalleryCapacity), length = _generator.Position;
        for (int step = 0; step < Info.Steps; step++)
        {
            _gallery[(slot * Info.Steps) + step] = step < length ? _seen[step].Value : (byte)0;
        }

        _galleryNats[slot] = _cumulative[length];
        _galleryLength[slot] = length;
        _isCounted = true;
        _rest = Rest;
    }

    private void Begin(int episode)
    {
        _episode = episode;
        _generator.Renew();
        _generator.Start(_seed, episode, _temperature, _given);
        _generator.CopyParameters(_initial);
        _hasUpdate = false;
        _isCounted = false;
        _publishedPosition = 0;
        HasNews = true;
    }

    /// <summary>Starts the episode anew and makes the first steps again: values so far are kept, the rest is drawn.</summary>
    private void Replay(int position, bool keep)
    {
        _given.CopyTo(_condition.AsSpan());
        for (int step = 0; keep && step < position; step++)
        {
            _condition[step] = _given[step] != IGenerator.Free ? _given[step] : _seen[step].Value;
        }

        _isCounted &= keep && _generator.Ended;
        _generator.Start(_seed, _episode, _temperature, _condition);
        while (_generator.Position < position && !_generator.Ended)
        {
            StepOnce(_generator.Position == position - 1);
        }

        HasNews = true;
    }
}
