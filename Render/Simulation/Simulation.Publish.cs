namespace ReptileGen.Render.Simulation;

// From what was observed to what is shown.
public sealed partial class Simulation
{
    /// <summary>Fills the writer's buffer and offers it.</summary>
    /// <param name="withDream">
    /// Ask the network again about all steps still to come; it costs as much as an episode. Otherwise the last answers
    /// stand, and the publication counts as news until they are renewed.
    /// </param>
    public void Publish(bool withDream = true)
    {
        Snapshot to = _exchange.Back;
        int position = _generator.Position;
        to.Version = ++_version;
        to.Position = position;
        to.PreviousPosition = _publishedPosition <= position ? _publishedPosition : 0;
        to.Ended = _generator.Ended;
        to.Seed = _seed;
        to.Episode = _episode;
        to.Temperature = _temperature;
        to.TotalNats = _cumulative[position];
        to.GivenSteps = _givenSteps;
        for (int step = 0; step < Info.Steps; step++)
        {
            Observation seen = step < position ? _seen[step] : default;
            to.Values[step] = seen.Value;
            to.Probability[step] = seen.Probability;
            to.Nats[step] = seen.Nats;
            to.Entropy[step] = seen.Entropy;
            to.Given[step] = _given[step] != IGenerator.Free;
        }

        if (!Info.IsText)
        {
            if (withDream)
            {
                _generator.Dream(_dream);
            }

            _dream.CopyTo(to.Dream, 0);
        }

        ReadOnlySpan<double> next = _generator.Distribution;
        for (int i = 0; i < to.Next.Length; i++)
        {
            to.Next[i] = position > 0 ? (float)next[i] : 0;
        }

        PublishWeights(to);
        _gallery.CopyTo(to.Gallery, 0);
        _galleryNats.CopyTo(to.GalleryNats, 0);
        _galleryLength.CopyTo(to.GalleryLength, 0);
        to.Finished = _finished;
        _publishedPosition = position;
        HasNews = !withDream;
        _exchange.Publish();
    }

    private void PublishWeights(Snapshot to)
    {
        _generator.CopyParameters(_after);
        _after.CopyTo(to.Parameters, 0);
        _initial.CopyTo(to.Initial, 0);
        if (!_hasUpdate)
        {
            to.LastUpdate.AsSpan().Clear();
            return;
        }

        for (int i = 0; i < _after.Length; i++)
        {
            to.LastUpdate[i] = _after[i] - _before[i];
        }
    }
}
