package nudge.network;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A message in the wire format of Protocol Buffers, field by field in the order in which they are added. Nothing is copied
 * before {@link #toBytes}, so that a message within a message costs nothing.
 */
final class ProtobufMessage {
    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;

    private final List<byte[]> parts = new ArrayList<>();
    private long size;

    /** Adds a field of type int32, int64 or enum. */
    ProtobufMessage number(int field, long value) {
        tag(field, VARINT);
        varint(value);
        return this;
    }

    /** Adds a field of type string. */
    ProtobufMessage text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a field of type bytes. The array is not copied. */
    ProtobufMessage bytes(int field, byte[] value) {
        tag(field, LENGTH_DELIMITED);
        varint(value.length);
        part(value);
        return this;
    }

    /** Adds a field that is a message itself, as it is now. */
    ProtobufMessage message(int field, ProtobufMessage value) {
        tag(field, LENGTH_DELIMITED);
        varint(value.size);
        value.parts.forEach(this::part);
        return this;
    }

    /** @throws ArithmeticException when it is longer than an array can be */
    byte[] toBytes() {
        byte[] bytes = new byte[Math.toIntExact(size)];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, bytes, at, part.length);
            at += part.length;
        }
        return bytes;
    }

    private void tag(int field, int wireType) {
        varint((long) field << 3 | wireType);
    }

    /** Seven bits a byte, the lowest first; the eighth bit says that more follow. */
    private void varint(long value) {
        byte[] digits = new byte[10];
        int count = 0;
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            digits[count++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        digits[count++] = (byte) rest;
        part(Arrays.copyOf(digits, count));
    }

    private void part(byte[] bytes) {
        parts.add(bytes);
        size += bytes.length;
    }
}
