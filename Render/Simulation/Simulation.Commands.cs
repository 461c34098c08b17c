namespace ReptileGen.Render.Simulation;

// What each command does.
public sealed partial class Simulation
{
    /// <summary>Obeys all waiting commands.</summary>
    public void Obey()
    {
        int first = Info.Steps;
        while (_commands.TryDequeue(out Command command))
        {
            if (command.Kind == CommandKind.Paint)
            {
                first = Math.Min(first, Paint(command.Place, (short)command.Amount));
            }
            else
            {
                Obey(command);
            }
        }

        if (first < Info.Steps)
        {
            Replay(_givenSteps, keep: false);
        }

        Count();
    }

    private void Obey(Command command)
    {
        switch (command.Kind)
        {
            case CommandKind.Step when command.Amount < 0:
                Back(-command.Amount);
                break;
            case CommandKind.Step:
                Forward(command.Amount);
                break;
            case CommandKind.FinishRow:
                FinishRow();
                break;
            case CommandKind.FinishEpisode:
                Forward(_generator.Ended ? 1 + Info.Steps : Info.Steps - _generator.Position);
                break;
            case CommandKind.Restart:
                Begin(0);
                break;
            case CommandKind.NewSeed:
                _seed = command.Seed;
                Begin(0);
                break;
            case CommandKind.Temperature:
                _temperature = command.Number;
                Replay(_generator.Position, keep: true);
                break;
            case CommandKind.HoldPen:
                _isPenDown = command.Amount != 0;
                break;
            case CommandKind.ClearPaint:
                Array.Fill(_given, IGenerator.Free);
                _givenSteps = 0;
                Begin(_episode);
                break;
        }
    }

    private void Forward(int steps)
    {
        _rest = 0;
        for (; steps > 0; steps--)
        {
            if (_generator.Ended)
            {
                Begin(_episode + 1);
            }
            else
            {
                StepOnce(isWatched: true);
                if (_generator.Ended)
                {
                    return;
                }
            }
        }
    }

    private void Back(int steps)
    {
        int target = Math.Max(0, _generator.Position - steps);
        _generator.Rewind(Math.Max(0, target - 1));
        _hasUpdate = false;
        if (target > _generator.Position)
        {
            StepOnce(isWatched: true);
        }

        HasNews = true;
    }

    /// <summary>To the end of the row (or column), or of the word.</summary>
    private void FinishRow()
    {
        do
        {
            Forward(1);
        }
        while (!_generator.Ended && !IsAtBoundary());
    }

    private bool IsAtBoundary()
    {
        int position = _generator.Position;
        return position == 0 || (Info.IsText ? _seen[position - 1].Value == ' ' : position % Info.LineLength == 0);
    }

    /// <summary>Gives one pixel; all pixels before it, to the end of its row (or column), are given as empty.</summary>
    private int Paint(int place, short value)
    {
        int step = Array.IndexOf(Info.PlaceOfStep, place);
        if (step < 0 || _given[step] == value)
        {
            return Info.Steps;
        }

        _given[step] = value;
        if (value != 0 || step < _givenSteps)
        {
            int end = Math.Min(Info.Steps, ((step / Info.LineLength) + 1) * Info.LineLength);
            _givenSteps = Math.Max(_givenSteps, end);
        }

        for (int before = 0; before < _givenSteps; before++)
        {
            _given[before] = Math.Max(_given[before], (short)0);
        }

        return step;
    }
}
