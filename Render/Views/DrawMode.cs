using System.Numerics;
using ReptileGen.Render.Engine;
using ReptileGen.Render.Simulation;
using Silk.NET.Input;

namespace ReptileGen.Render.Views;

/// <summary>
/// The user paints the beginning of an image with the mouse (left: ink, right: paper). The network learns the rows (or
/// columns) up to the last one with a stroke, pixel by pixel, and goes on by itself when the button is released.
/// </summary>
public sealed class DrawMode : Behaviour
{
    private Vector2 _last;
    private bool _isPainting;

    /// <inheritdoc />
    public override bool OnKey(KeyPress key)
    {
        if (Scene.Simulation.Info.IsText)
        {
            return false;
        }

        switch (key.Key)
        {
            case Key.D:
                Scene.State.IsDrawing = !Scene.State.IsDrawing;
                Scene.State.IsPaused = false;
                if (Scene.State.IsDrawing)
                {
                    Scene.State.View = Scene.Layout.Canvas.IsEmpty ? 1 : Scene.State.View;
                    Scene.Camera.Reset();
                    Scene.State.Say("paint on the image: left button ink, right button paper; Backspace forgets", Scene.Time.Now);
                }
                else
                {
                    Scene.Simulation.Post(new Command(CommandKind.ClearPaint));
                    LiftPen();
                }

                return true;
            case Key.Backspace:
                Scene.Simulation.Post(new Command(CommandKind.ClearPaint));
                return true;
            default:
                return false;
        }
    }

    /// <inheritdoc />
    public override bool OnPointer(Pointer pointer)
    {
        if (pointer.Action == PointerAction.Up && _isPainting && !pointer.Left && !pointer.Right)
        {
            Scene.State.IsPaused = false;
            LiftPen();
            return true;
        }

        if (!Scene.State.IsDrawing || Scene.Layout.Canvas.IsEmpty)
        {
            return false;
        }

        Area area = CanvasView.Place(Scene);
        switch (pointer.Action)
        {
            case PointerAction.Down when area.Contains(pointer.Position):
                _isPainting = true;
                _last = pointer.Position;
                Scene.Simulation.Post(new Command(CommandKind.HoldPen, 1));
                Stroke(area, pointer);
                return true;
            case PointerAction.Move when _isPainting:
                Stroke(area, pointer);
                return true;
            default:
                return false;
        }
    }

    private void LiftPen()
    {
        _isPainting = false;
        Scene.Simulation.Post(new Command(CommandKind.HoldPen, 0));
    }

    /// <summary>Paints from the last position to this one, a pen as wide as a digit's stroke.</summary>
    private void Stroke(Area area, Pointer pointer)
    {
        GeneratorInfo info = Scene.Simulation.Info;
        float cell = area.Width / info.Columns;
        int value = pointer.Right ? 0 : 1;
        float radius = info.Columns >= 20 ? 1.15f : 0.6f;
        int points = 1 + (int)(Vector2.Distance(_last, pointer.Position) / (cell * 0.4f));
        for (int i = 1; i <= points; i++)
        {
            Vector2 at = Vector2.Lerp(_last, pointer.Position, i / (float)points);
            Vector2 center = (at - new Vector2(area.X, area.Y)) / cell;
            Dab(info, center, radius, value);
        }

        _last = pointer.Position;
    }

    private void Dab(GeneratorInfo info, Vector2 center, float radius, int value)
    {
        for (int row = (int)(center.Y - radius); row <= (int)(center.Y + radius); row++)
        {
            for (int column = (int)(center.X - radius); column <= (int)(center.X + radius); column++)
            {
                bool isInside = row >= 0 && column >= 0 && row < info.Rows && column < info.Columns;
                if (isInside && Vector2.Distance(new Vector2(column + 0.5f, row + 0.5f), center) <= radius)
                {
                    Scene.Simulation.Post(new Command(CommandKind.Paint, value, (row * info.Columns) + column));
                }
            }
        }
    }
}
