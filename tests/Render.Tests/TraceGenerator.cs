using ReptileGen.Render.Simulation;

namespace ReptileGen.Render.Tests;

/// <summary>
/// A small network that really learns while it draws: logistic regression on row and column tables and a hidden layer
/// of fixed random features, so that tests need no trained model. Updates are of rank 1, as in the product.
/// </summary>
public sealed class TraceGenerator : IGenerator
{
    private const int Hidden = 48;

    private readonly int _size;
    private readonly float[] _theta;
    private readonly float[] _start;
    private readonly double[] _distribution = new double[2];
    private readonly short[] _condition;
    private readonly byte[] _values;
    private readonly float[] _input;
    private readonly float[] _hidden = new float[Hidden];
    private ulong _seed;
    private int _number;
    private double _temperature = 1;

    public TraceGenerator(int size = 28, bool byColumns = false)
    {
        _size = size;
        int embedding = 16, inputs = 2 * embedding;
        List<TensorShape> tensors = [];
        int offset = 0;
        foreach ((string name, int rows, int columns) in new[]
        {
            ("row.table", size, embedding), ("column.table", size, embedding), ("layers.0.weight", Hidden, inputs),
            ("layers.0.bias", 1, Hidden), ("head.weight", 1, Hidden), ("head.bias", 1, 1),
        })
        {
            tensors.Add(new TensorShape(name, rows, columns, offset));
            offset += (rows * columns) + 3;
        }

        Info = new GeneratorInfo("trace", size, size, 2, [.. Enumerable.Range(0, size * size).Select(t => byColumns ? (t % size * size) + (t / size) : t)], tensors, ByColumns: byColumns);
        _theta = new float[Info.ParameterLength];
        _start = new float[Info.ParameterLength];
        _condition = new short[Info.Steps];
        _values = new byte[Info.Steps];
        _input = new float[inputs];
        var random = new Random(5);
        for (int i = 0; i < _start.Length; i++)
        {
            _start[i] = (float)((random.NextDouble() - 0.5) * 0.5);
        }

        for (int i = 0; i < size; i++)
        {
            double ring = Math.Exp(-Math.Pow((i - (size / 2.0)) / (size / 5.0), 2));
            _start[tensors[0].Offset + (i * embedding)] = (float)(3 * ring) - 1;
            _start[tensors[1].Offset + (i * embedding)] = (float)(3 * ring) - 1;
        }

        _start[tensors[5].Offset] = -1.2f;
    }

    public GeneratorInfo Info { get; }

    public int Position { get; private set; }

    public bool Ended => Position >= Info.Steps;

    public ReadOnlySpan<double> Distribution => _distribution;

    public void Start(ulong seed, int number, double temperature, ReadOnlySpan<short> condition)
    {
        (_seed, _number, _temperature, Position) = (seed, number, temperature, 0);
        Array.Fill(_condition, IGenerator.Free);
        condition.CopyTo(_condition);
        _start.CopyTo(_theta, 0);
    }

    public bool Next(out Observation observation)
    {
        observation = default;
        if (Ended)
        {
            return false;
        }

        int step = Position;
        double logit = Logit(step), p = 1 / (1 + Math.Exp(-logit));
        (_distribution[0], _distribution[1]) = (1 - p, p);
        double tempered = _temperature > 0 ? 1 / (1 + Math.Exp(-logit / _temperature)) : p > 0.5 ? 1 : 0;
        double u = Hash(_seed, (uint)_number, (uint)step);
        byte value = _condition[step] >= 0 ? (byte)_condition[step] : u < tempered ? (byte)1 : (byte)0;
        double nats = -Math.Log(value == 1 ? p : 1 - p);
        double entropy = p is > 0 and < 1 ? (-p * Math.Log(p)) - ((1 - p) * Math.Log(1 - p)) : 0;
        Learn(step, (float)(p - value));
        _values[step] = value;
        Position++;
        observation = new Observation(step, value, (float)p, (float)nats, (float)entropy, _condition[step] >= 0);
        return true;
    }

    public void Renew()
    {
        // The initial weights stay.
    }

    public void Rewind(int position)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(position, Position);
        _start.CopyTo(_theta, 0);
        for (Position = 0; Position < position; Position++)
        {
            Learn(Position, (float)((1 / (1 + Math.Exp(-Logit(Position)))) - _values[Position]));
        }
    }

    public void Dream(Span<float> probability)
    {
        for (int step = Position; step < Info.Steps; step++)
        {
            probability[step] = (float)(1 / (1 + Math.Exp(-Logit(step))));
        }
    }

    public void CopyParameters(Span<float> parameters) => _theta.CopyTo(parameters);

    private double Logit(int step)
    {
        int row = step / _size, column = step % _size, half = _input.Length / 2;
        for (int i = 0; i < half; i++)
        {
            _input[i] = _theta[Info.Tensors[0].Offset + (row * half) + i];
            _input[half + i] = _theta[Info.Tensors[1].Offset + (column * half) + i];
        }

        double logit = _theta[Info.Tensors[5].Offset] + (0.9 * _input[0]) + (0.9 * _input[half]);
        for (int j = 0; j < Hidden; j++)
        {
            double sum = _theta[Info.Tensors[3].Offset + j];
            for (int i = 0; i < _input.Length; i++)
            {
                sum += _theta[Info.Tensors[2].Offset + (j * _input.Length) + i] * _input[i];
            }

            _hidden[j] = (float)Math.Tanh(sum);
            logit += _theta[Info.Tensors[4].Offset + j] * _hidden[j];
        }

        return logit;
    }

    private void Learn(int step, float delta)
    {
        const float Rate = 0.05f;
        int row = step / _size, column = step % _size, half = _input.Length / 2;
        for (int j = 0; j < Hidden; j++)
        {
            float back = delta * _theta[Info.Tensors[4].Offset + j] * (1 - (_hidden[j] * _hidden[j]));
            _theta[Info.Tensors[4].Offset + j] -= Rate * delta * _hidden[j];
            _theta[Info.Tensors[3].Offset + j] -= Rate * back;
            for (int i = 0; i < _input.Length; i++)
            {
                _theta[Info.Tensors[2].Offset + (j * _input.Length) + i] -= Rate * back * _input[i];
            }
        }

        _theta[Info.Tensors[5].Offset] -= Rate * delta;
        _theta[Info.Tensors[0].Offset + (row * half)] -= 4 * Rate * delta;
        _theta[Info.Tensors[1].Offset + (column * half)] -= 4 * Rate * delta;
    }

    private static double Hash(ulong seed, uint number, uint step)
    {
        ulong x = (seed * 0x9E3779B97F4A7C15) + ((ulong)number << 32) + step + 1;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return ((x ^ (x >> 31)) >> 11) * (1.0 / (1ul << 53));
    }
}
