namespace TorchSharp;

/// <summary>Kinds of devices that can hold tensors.</summary>
public enum DeviceType
{
    /// <summary>The processor.</summary>
    CPU = 0,

    /// <summary>An NVIDIA GPU.</summary>
    CUDA = 1,

    /// <summary>An Apple GPU.</summary>
    MPS = 13,
}

public static partial class torch
{
    /// <summary>A place for tensors.</summary>
    public class Device
    {
        /// <summary>A device by kind and number.</summary>
        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = index;
        }

        /// <summary>A device by name: <c>cpu</c>, <c>cuda</c>, <c>cuda:0</c>.</summary>
        public Device(string description)
        {
            var parts = description.Split(':');
            type = parts[0].ToUpperInvariant() switch
            {
                "CPU" => DeviceType.CPU,
                "CUDA" => DeviceType.CUDA,
                "MPS" => DeviceType.MPS,
                _ => throw new ArgumentException($"Device type '{parts[0]}' is not known: use cpu or cuda"),
            };
            index = parts.Length > 1 ? int.Parse(parts[1]) : -1;
        }

        /// <summary>Kind of device.</summary>
        public DeviceType type { get; }

        /// <summary>Number of the device, -1 for the current one.</summary>
        public int index { get; }

        /// <summary>As in <c>cuda:0</c>.</summary>
        public override string ToString() => type.ToString().ToLowerInvariant() + (index >= 0 ? $":{index}" : "");

        internal void MustBeCpu()
        {
            if (type != DeviceType.CPU)
                throw new InvalidOperationException($"{type} is not available: the managed TorchSharp provider runs on the CPU; build with -p:TorchProvider=cuda-windows or cuda-linux for a GPU.");
        }
    }

    /// <summary>The processor.</summary>
    public static readonly Device CPU = new(DeviceType.CPU);

    /// <summary>The current GPU.</summary>
    public static Device CUDA { get; } = new(DeviceType.CUDA);

    /// <summary>A device by name.</summary>
    public static Device device(string description) => new(description);

    /// <summary>A device by kind.</summary>
    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);

    /// <summary>GPU queries.</summary>
    public static partial class cuda
    {
        /// <summary>Always false with this provider.</summary>
        public static bool is_available() => false;

        /// <summary>Always 0 with this provider.</summary>
        public static int device_count() => 0;
    }
}
