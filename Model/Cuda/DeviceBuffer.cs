namespace ReptileGen.Model.Cuda;

/// <summary>Device memory that grows when asked for more; its content is lost then.</summary>
internal sealed class DeviceBuffer(IGpu gpu) : IDisposable
{
    /// <summary>The address, 0 before the first <see cref="Reserve"/>.</summary>
    public nint Address { get; private set; }

    /// <summary>Bytes that it holds.</summary>
    public long Capacity { get; private set; }

    /// <summary>At least so many bytes.</summary>
    public nint Reserve(long bytes)
    {
        if (bytes > Capacity)
        {
            Dispose();
            Address = gpu.Allocate(bytes);
            Capacity = bytes;
        }

        return Address;
    }

    /// <summary>Copies to the device.</summary>
    public nint Fill<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        unsafe
        {
            Reserve(Math.Max(16, (long)values.Length * sizeof(T)));
        }

        gpu.Upload(values, Address);
        return Address;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Address != 0)
        {
            gpu.Free(Address);
            (Address, Capacity) = (0, 0);
        }
    }
}
