using System.Diagnostics;
using System.Numerics;
using ReptileGen.Render.Engine;
using ReptileGen.Render.Simulation;
using Silk.NET.Input;

namespace ReptileGen.Render.Views;

/// <summary>What every key does, and zoom and pan with the mouse.</summary>
public sealed class Controls : Behaviour
{
    private static readonly TimeSpan DoubleClick = TimeSpan.FromSeconds(0.3);

    private Vector2 _last;
    private long _lastClick;
    private ulong _nextSeed;
    private double? _temperature;

    /// <inheritdoc />
    public override bool OnKey(KeyPress key)
    {
        ViewerState state = Scene.State;
        switch (key.Key)
        {
            case Key.Space:
                state.IsPaused = !state.IsPaused;
                break;
            case Key.Right:
                state.IsPaused = true;
                Scene.Simulation.Post(
                    key.Control ? new Command(CommandKind.FinishEpisode)
                    : key.Shift ? new Command(CommandKind.FinishRow)
                    : new Command(CommandKind.Step, 1));
                break;
            case Key.Left:
                state.IsPaused = true;
                Scene.Simulation.Post(new Command(CommandKind.Step, -1));
                break;
            case Key.Equal or Key.KeypadAdd:
                state.Pace.Change(+1);
                break;
            case Key.Minus or Key.KeypadSubtract:
                state.Pace.Change(-1);
                break;
            case Key.R when key.Control:
                return false;
            case Key.R:
                Scene.Simulation.Post(new Command(CommandKind.Restart));
                break;
            case Key.N:
                _nextSeed = Math.Max(_nextSeed, Scene.Snapshot.Seed) + 1;
                Scene.Simulation.Post(new Command(CommandKind.NewSeed, Seed: _nextSeed));
                break;
            case Key.T:
                double wanted = Math.Round(Math.Clamp((_temperature ?? Scene.Snapshot.Temperature) + (key.Shift ? -0.05 : 0.05), 0, 2), 2);
                _temperature = wanted;
                Scene.Simulation.Post(new Command(CommandKind.Temperature, Number: wanted));
                break;
            case Key.Escape when state.HasHelp:
                state.HasHelp = false;
                break;
            case Key.Escape:
                Scene.Host.Close();
                break;
            case Key.F11:
            case Key.Enter when key.Alt:
                Scene.Host.ToggleFullScreen();
                break;
            case Key.M:
                Scene.Host.NextMonitor();
                break;
            default:
                return OnLook(key);
        }

        return true;
    }

    /// <inheritdoc />
    public override bool OnPointer(Pointer pointer)
    {
        Vector2 moved = pointer.Screen - _last;
        _last = pointer.Screen;
        switch (pointer.Action)
        {
            case PointerAction.Wheel:
                Scene.Camera.ZoomAt(pointer.Screen, MathF.Pow(1.2f, pointer.Wheel));
                return true;
            case PointerAction.Move when pointer.Left || (pointer.Right && !Scene.State.IsDrawing):
                Scene.Camera.Pan(moved);
                return true;
            case PointerAction.Down when pointer.Button == 0:
                if (Stopwatch.GetElapsedTime(_lastClick) < DoubleClick)
                {
                    Scene.Camera.Reset();
                }

                _lastClick = Stopwatch.GetTimestamp();
                return false;
            default:
                return false;
        }
    }

    private bool OnLook(KeyPress key)
    {
        ViewerState state = Scene.State;
        switch (key.Key)
        {
            case >= Key.Number1 and <= Key.Number7:
                state.View = key.Key - Key.Number0;
                break;
            case Key.Number8 or Key.Keypad8 when state.IsTraining:
                state.View = 8;
                break;
            case >= Key.Keypad1 and <= Key.Keypad7:
                state.View = key.Key - Key.Keypad0;
                break;
            case Key.W:
                state.Weights = (WeightMode)(((int)state.Weights + 1) % 3);
                break;
            case Key.Comma or Key.Period:
                int count = Math.Max(1, Scene.Simulation.Info.Tensors.Count);
                state.Tensor = (state.Tensor + (key.Key == Key.Comma ? count - 1 : 1)) % count;
                break;
            case Key.C:
                state.ColorMap = (state.ColorMap + 1) % 3;
                break;
            case Key.L:
                state.IsLog = !state.IsLog;
                break;
            case Key.E:
                state.Gain = Math.Clamp(state.Gain * (key.Shift ? 1 / 1.41421356f : 1.41421356f), 1 / 64f, 64);
                break;
            case Key.P:
                state.HasDream = !state.HasDream;
                break;
            case Key.B:
                state.BackgroundSeed += key.Shift && state.HasBackground ? 1ul : 0;
                state.HasBackground = key.Shift || !state.HasBackground;
                break;
            case Key.Tab:
                state.HasHud = !state.HasHud;
                break;
            case Key.H:
                state.HasHelp = !state.HasHelp;
                break;
            default:
                return false;
        }

        return true;
    }
}
