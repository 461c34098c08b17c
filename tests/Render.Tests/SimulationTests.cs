using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Randomness;
using ReptileGen.Model.Runs;
using ReptileGen.Render.Simulation;

namespace ReptileGen.Render.Tests;

[TestClass]
public sealed class SimulationTests
{
    [TestMethod]
    public void OneStepBackAndForthEndsWhereItBegan()
    {
        var simulation = new Simulation.Simulation(Tiny(), 3, 1);
        var random = new Random(4);
        for (int round = 0; round < 20; round++)
        {
            simulation.Advance(random.Next(1, 60));
            simulation.Publish();
            Snapshot snapshot = simulation.Latest();
            int position = snapshot.Position;
            float[] weights = [.. snapshot.Parameters];
            byte[] values = [.. snapshot.Values];
            int back = random.Next(1, 5);
            simulation.Post(new Command(CommandKind.Step, -back));
            simulation.Obey();
            simulation.Publish();
            Assert.AreEqual(Math.Max(0, position - back), simulation.Latest().Position);
            simulation.Post(new Command(CommandKind.Step, position - simulation.Latest().Position));
            simulation.Obey();
            simulation.Publish();
            CollectionAssert.AreEqual(weights, simulation.Latest().Parameters);
            CollectionAssert.AreEqual(values, simulation.Latest().Values);
        }
    }

    [TestMethod]
    public void EqualSeedsGiveEqualSamplesAndOtherSeedsOthers()
    {
        Assert.AreEqual(Sample(5), Sample(5));
        Assert.AreNotEqual(Sample(5), Sample(6));
    }

    [TestMethod]
    public void RestartRepeatsTheFirstSample()
    {
        var simulation = new Simulation.Simulation(Tiny(), 5, 1);
        simulation.Advance(2000);
        simulation.Post(new Command(CommandKind.Restart));
        simulation.Obey();
        simulation.Advance(784);
        simulation.Publish();
        Assert.AreEqual(Sample(5), Text(simulation.Latest()));
    }

    [TestMethod]
    public void PaintIsGivenLearnedAndKeptAndTheRestIsDrawn()
    {
        var simulation = new Simulation.Simulation(new TraceGenerator(), 1, 1);
        simulation.Post(new Command(CommandKind.HoldPen, 1));
        foreach (int column in new[] { 10, 11, 12 })
        {
            simulation.Post(new Command(CommandKind.Paint, 1, (4 * 28) + column));
        }

        simulation.Obey();
        simulation.Advance(500);
        simulation.Publish();
        Snapshot snapshot = simulation.Latest();
        Assert.AreEqual(5 * 28, snapshot.GivenSteps);
        Assert.AreEqual(5 * 28, snapshot.Position, "nothing is drawn while the pen is down");
        Assert.AreEqual(3, snapshot.Values.Count(value => value == 1));
        Assert.AreEqual(5 * 28, snapshot.Given.Count(isGiven => isGiven));
        simulation.Post(new Command(CommandKind.HoldPen, 0));
        simulation.Obey();
        simulation.Advance(784 - (5 * 28));
        simulation.Publish();
        Assert.IsTrue(simulation.Latest().Ended);
        Assert.AreEqual(3, simulation.Latest().Values.Take(5 * 28).Count(value => value == 1));
        Assert.AreEqual(1, simulation.Latest().Finished);
    }

    /// <summary>What comes before a painted pixel is given to the end of its column where an image is made by columns, and a line is a column.</summary>
    [TestMethod]
    public void WhereColumnsAreMadeTheyAreGivenAndFinished()
    {
        var simulation = new Simulation.Simulation(new TraceGenerator(28, byColumns: true), 1, 1);
        simulation.Post(new Command(CommandKind.HoldPen, 1));
        simulation.Post(new Command(CommandKind.Paint, 1, (20 * 28) + 2));
        simulation.Obey();
        simulation.Advance(500);
        simulation.Publish();
        Snapshot snapshot = simulation.Latest();
        Assert.AreEqual(3 * 28, snapshot.GivenSteps);
        Assert.AreEqual(3 * 28, snapshot.Position);
        Assert.AreEqual(1, snapshot.Values[(2 * 28) + 20], "step 2 * 28 + 20 decides row 20 of column 2");
    }

    [TestMethod]
    [DataRow(PixelOrder.Raster, false, 7)]
    [DataRow(PixelOrder.Columns, true, 5)]
    [DataRow(PixelOrder.ColumnsReversed, true, 5)]
    public void ALineIsARowOrAColumnAsTheModelGoes(PixelOrder order, bool byColumns, int length)
    {
        NetworkPlan plan = new(Networks.Tiny with { Input = new ImageInputSpec(5, 7, 0, order) });
        GeneratorInfo info = new SamplerGenerator("x", plan, plan.Table.Fresh(new RandomStream(1, "theta").NextDouble)).Info;
        Assert.AreEqual((5, 7, byColumns, length), (info.Rows, info.Columns, info.ByColumns, info.LineLength));
    }

    [TestMethod]
    public void AFinishedSampleIsCountedOnceWhateverItsTemperature()
    {
        var simulation = new Simulation.Simulation(new TraceGenerator(), 1, 1) { Rest = 1000 };
        simulation.Advance(784);
        for (int i = 1; i <= 3; i++)
        {
            simulation.Post(new Command(CommandKind.Temperature, Number: 1 + (0.05 * i)));
            simulation.Obey();
        }

        simulation.Publish();
        Assert.IsTrue(simulation.Latest().Ended);
        Assert.AreEqual(1, simulation.Latest().Finished);
    }

    [TestMethod]
    public void AnImagePaintedToItsLastRowIsCountedWhenThePenIsLifted()
    {
        var simulation = new Simulation.Simulation(new TraceGenerator(), 1, 1) { Rest = 1000 };
        simulation.Post(new Command(CommandKind.HoldPen, 1));
        for (int column = 4; column < 16; column++)
        {
            simulation.Post(new Command(CommandKind.Paint, 1, (27 * 28) + column));
            simulation.Obey();
        }

        simulation.Publish();
        Assert.IsTrue(simulation.Latest().Ended);
        Assert.AreEqual(0, simulation.Latest().Finished, "the pen is down");
        simulation.Post(new Command(CommandKind.Paint, 1, (27 * 28) + 16));
        simulation.Post(new Command(CommandKind.HoldPen, 0));
        simulation.Obey();
        simulation.Publish();
        Assert.AreEqual(1, simulation.Latest().Finished);
        Assert.AreEqual(13, simulation.Latest().Gallery.Take(784).Sum(value => value));
    }

    [TestMethod]
    public void ASpeedBeyondTheMachineIsGivenInPortions()
    {
        var pace = new Pace { Speed = 1e6 };
        for (int i = 0; i < 10; i++)
        {
            Assert.AreEqual(32, pace.Take(1, 32));
        }

        Assert.IsLessThanOrEqualTo(32, pace.Take(0, 32));
        Assert.AreEqual(0, pace.Take(0, 32), "what could not be made is not owed for ever");
    }

    [TestMethod]
    public void ThePaceMakesTheStepsThatAreDue()
    {
        var pace = new Pace { Speed = 50 };
        int steps = 0;
        for (int frame = 0; frame < 300; frame++)
        {
            steps += pace.Take(1 / 30.0, 1000);
        }

        Assert.AreEqual(500, steps, 1);
        pace.Change(+99);
        Assert.IsTrue(pace.IsUnlimited);
        Assert.AreEqual(77, pace.Take(0, 77));
        pace.Change(-99);
        Assert.AreEqual(1, pace.Speed);
    }

    [TestMethod]
    public void TheReaderSeesWholePublicationsOnly()
    {
        var exchange = new SnapshotExchange(new TraceGenerator(4).Info);
        bool isDone = false;
        var writer = new Thread(() =>
        {
            for (int i = 1; i <= 20_000; i++)
            {
                exchange.Back.Parameters.AsSpan().Fill(i);
                exchange.Back.Version = i;
                exchange.Publish();
            }

            Volatile.Write(ref isDone, true);
        });
        writer.Start();
        long last = 0;
        while (!Volatile.Read(ref isDone))
        {
            Snapshot snapshot = exchange.Latest();
            Assert.IsGreaterThanOrEqualTo(last, snapshot.Version);
            last = snapshot.Version;
            Assert.AreEqual(-1, snapshot.Parameters.AsSpan().IndexOfAnyExcept((float)last));
        }

        writer.Join();
        Assert.AreEqual(20_000, exchange.Latest().Version);
    }

    [TestMethod]
    public void TheWeightsOfTheSamplerAreTheModels()
    {
        SamplerGenerator generator = Tiny();
        float[] start = new float[generator.Info.ParameterLength];
        generator.CopyParameters(start);
        generator.Next(out Observation first);
        float[] then = new float[start.Length];
        generator.CopyParameters(then);
        CollectionAssert.AreNotEqual(start, then);
        double p = first.Value == 1 ? first.Probability : 1 - first.Probability;
        Assert.AreEqual(-Math.Log(p), first.Nats, 1e-5);
        Assert.AreEqual(784, generator.Info.Steps);
    }

    internal static SamplerGenerator Tiny()
    {
        RunSpec spec = Presets.Get("tiny");
        var plan = new NetworkPlan(spec.Network);
        float[] meta = new float[plan.Table.Length];
        plan.Table.Initialize(meta, new RandomStream(1, "theta").NextDouble);
        return new SamplerGenerator("tiny", plan, meta);
    }

    private static string Sample(ulong seed)
    {
        var simulation = new Simulation.Simulation(Tiny(), seed, 1);
        simulation.Advance(784);
        simulation.Publish();
        return Text(simulation.Latest());
    }

    private static string Text(Snapshot snapshot) => string.Concat(snapshot.Values);
}
