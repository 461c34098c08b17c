using ReptileGen.Render.Engine;
using ReptileGen.Render.Simulation;
using Silk.NET.OpenGL;

namespace ReptileGen.Render.Views;

/// <summary>The scene with all its behaviours: one line each, drawn in this order.</summary>
public static class Stage
{
    /// <summary>Builds and starts the scene; the OpenGL context must be current.</summary>
    /// <exception cref="ShaderException">A shader does not compile.</exception>
    public static (Scene Scene, Recorder Recorder) Build(
        GL gl, ShaderLibrary shaders, Simulation.Simulation simulation, ViewerState state, IHost host, string pictures, Trainer? trainer = null)
    {
        var scene = new Scene(gl, shaders, simulation, state, host);
        try
        {
            var background = new BackgroundView();
            var heat = new HeatPainter();
            var canvas = new CanvasView();
            var weights = new WeightsView(heat);
            var recorder = new Recorder(pictures);
            scene.Add(background);
            scene.Add(heat);
            scene.Add(canvas);
            scene.Add(new TextView());
            scene.Add(new MapsView(heat));
            scene.Add(weights);
            scene.Add(new StoryView());
            scene.Add(new GalleryView(heat));
            if (trainer is not null)
            {
                scene.Add(new TrainingView(trainer));
            }

            scene.Add(new HudView(recorder));
            scene.Add(new HoverView(weights));
            scene.Add(new HelpView());
            scene.Add(new Controls());
            scene.Add(new DrawMode());
            scene.Add(recorder);
            scene.Add(new ShaderWatch(() => [scene.Painter.Material, heat.Material, canvas.Material, background.Material]));
            scene.Start();
            return (scene, recorder);
        }
        catch
        {
            scene.Dispose();
            throw;
        }
    }
}
