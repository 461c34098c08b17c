using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace ReptileGen.Model.Runs;

/// <summary>
/// Scalars for TensorBoard: a file of TFRecords (length, masked CRC-32C, bytes, masked CRC-32C), each a protobuf
/// <c>Event</c> { 1: wall_time (double), 2: step (int64), 3: file_version (string), 5: Summary { 1: Value { 1: tag, 2: simple_value (float) } } or 7: SessionLog }.
/// </summary>
public sealed class EventFile : IDisposable
{
    private readonly Stream stream;

    /// <summary>Starts a file in a folder, named after the time.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="step">Outer steps made before: TensorBoard forgets what older files of the folder say of later ones.</param>
    public EventFile(string folder, long step = 0)
        : this(new FileStream(NewName(folder), FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite), Now(), step)
    {
    }

    internal EventFile(Stream stream, double seconds, long step = 0)
    {
        this.stream = stream;
        Write(Event(seconds, 0, 3, "brain.Event:2"u8));
        Write(Event(seconds, step + 1, 7, [(1 << 3) | 0, 1])); // a SessionLog { 1: status = START }; TensorBoard takes a run's second one for a restart
    }

    /// <summary>Adds one value and flushes.</summary>
    /// <param name="tag">Name of the curve, such as <c>train/nats</c>.</param>
    /// <param name="step">Outer step.</param>
    /// <param name="value">The value.</param>
    public void Scalar(string tag, long step, double value) => Scalar(tag, step, value, Now());

    internal void Scalar(string tag, long step, double value, double seconds)
    {
        byte[] name = Encoding.UTF8.GetBytes(tag);
        MemoryStream scalar = new();
        Bytes(scalar, 1, name);
        Span<byte> number = stackalloc byte[5];
        number[0] = (2 << 3) | 5;
        BinaryPrimitives.WriteSingleLittleEndian(number[1..], (float)value);
        scalar.Write(number);
        MemoryStream summary = new();
        Bytes(summary, 1, scalar.ToArray());
        Write(Event(seconds, step, 5, summary.ToArray()));
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => stream.Dispose();

    /// <summary>The checksum of a TFRecord: CRC-32C rotated right by 15 bits plus 0xa282ead8.</summary>
    internal static uint MaskedCrc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return BitOperations.RotateRight(~crc, 15) + 0xa282ead8;
    }

    private static byte[] Event(double seconds, long step, int field, ReadOnlySpan<byte> content)
    {
        MemoryStream bytes = new();
        Span<byte> time = stackalloc byte[9];
        time[0] = (1 << 3) | 1;
        BinaryPrimitives.WriteDoubleLittleEndian(time[1..], seconds);
        bytes.Write(time);
        bytes.WriteByte(2 << 3);
        Varint(bytes, (ulong)step);
        Bytes(bytes, field, content);
        return bytes.ToArray();
    }

    private static void Bytes(MemoryStream target, int field, ReadOnlySpan<byte> content)
    {
        target.WriteByte((byte)((field << 3) | 2));
        Varint(target, (ulong)content.Length);
        target.Write(content);
    }

    private static void Varint(MemoryStream target, ulong value)
    {
        for (; value > 127; value >>= 7)
        {
            target.WriteByte((byte)(value | 128));
        }

        target.WriteByte((byte)value);
    }

    private void Write(ReadOnlySpan<byte> record)
    {
        Span<byte> head = stackalloc byte[12], tail = stackalloc byte[4];
        BinaryPrimitives.WriteInt64LittleEndian(head, record.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[8..], MaskedCrc(head[..8]));
        BinaryPrimitives.WriteUInt32LittleEndian(tail, MaskedCrc(record));
        stream.Write(head);
        stream.Write(record);
        stream.Write(tail);
        stream.Flush();
    }

    private static double Now() => (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds;

    private static string NewName(string folder) =>
        Path.Combine(folder, FormattableString.Invariant($"events.out.tfevents.{(long)(Now() * 1000)}.reptilegen"));
}
