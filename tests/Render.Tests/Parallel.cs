// An OpenGL context belongs to one thread; the driver uses all cores by itself.
[assembly: DoNotParallelize]
