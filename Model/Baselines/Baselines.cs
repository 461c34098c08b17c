namespace ReptileGen.Model.Baselines;

/// <summary>The baselines by name.</summary>
public static class Baselines
{
    private static readonly Dictionary<string, (Func<BaselineSpec, Baseline> Create, (BaselineSpec, BaselineTraining) Reproduce, (BaselineSpec, BaselineTraining) Small)> All = new()
    {
        ["fvsbn"] = (spec => new Fvsbn(spec), Fvsbn.Reproduce, (Fvsbn.Reproduce.Spec, new BaselineTraining(20, 100, 1e-2))),
        ["nade"] = (spec => new Nade(spec), Nade.Reproduce, (Nade.Reproduce.Spec with { Hidden = 250 }, new BaselineTraining(60, 100, 5e-3))),
        ["made"] = (spec => new Made(spec), Made.Reproduce, (new BaselineSpec("made", Hidden: 1000, Layers: 1), new BaselineTraining(30, 100, 1.5e-3))),
        ["pixelcnn"] = (spec => new PixelCnn(spec), PixelCnn.Reproduce, (PixelCnn.Reproduce.Spec with { Hidden = 16, Layers = 4 }, new BaselineTraining(10, 16, 2e-3))),
        ["gated-pixelcnn"] = (spec => new GatedPixelCnn(spec), GatedPixelCnn.Reproduce, (GatedPixelCnn.Reproduce.Spec with { Hidden = 16, Layers = 5 }, new BaselineTraining(10, 16, 2e-3))),
        ["lstm"] = (spec => new LstmBaseline(spec), LstmBaseline.Reproduce, (LstmBaseline.Reproduce.Spec with { Hidden = 64, Layers = 1 }, new BaselineTraining(4, 16, 3e-3))),
    };

    /// <summary>All names.</summary>
    public static IReadOnlyCollection<string> Names => All.Keys;

    /// <summary>A new model.</summary>
    /// <exception cref="UserException">There is no baseline of that name.</exception>
    public static Baseline Create(BaselineSpec spec) => Find(spec.Name).Create(spec);

    /// <summary>A setting as large and long as those behind the figures of others, or the smaller one of the shipped checkpoint.</summary>
    /// <exception cref="UserException">There is no baseline of that name.</exception>
    public static (BaselineSpec Spec, BaselineTraining Training) Preset(string name, bool reproduce) =>
        reproduce ? Find(name).Reproduce : Find(name).Small;

    private static (Func<BaselineSpec, Baseline> Create, (BaselineSpec, BaselineTraining) Reproduce, (BaselineSpec, BaselineTraining) Small) Find(string name) =>
        All.TryGetValue(name, out var found) ? found : throw new UserException($"no baseline {name}: expected {string.Join(", ", Names)}");
}
