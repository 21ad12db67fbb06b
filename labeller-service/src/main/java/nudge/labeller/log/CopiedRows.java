package nudge.labeller.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.util.ByteStreamWriter;

/**
 * Rows on their way into a table by {@code COPY} in Postgres's binary format: nothing is parsed on arrival, and a page of
 * rows is written at once. Each row begins with {@link #row}, and gives its columns in the order of the table's list.
 */
final class CopiedRows {
    private static final byte[] SIGNATURE = "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final Instant POSTGRES_EPOCH = Instant.parse("2000-01-01T00:00:00Z");
    private static final byte JSONB_VERSION = 1;

    private final String copy;
    private final int count;
    private ByteBuffer buffer = ByteBuffer.allocate(1 << 14);

    CopiedRows(String table, String columns, int count) {
        this.copy = "COPY " + table + " (" + columns + ") FROM STDIN (FORMAT binary)";
        this.count = count;
        // No flags, no extension of the header.
        buffer.put(SIGNATURE).putInt(0).putInt(0);
    }

    CopiedRows row() {
        room(2).putShort((short) count);
        return this;
    }

    CopiedRows bigint(long value) {
        room(12).putInt(8).putLong(value);
        return this;
    }

    CopiedRows integer(int value) {
        room(8).putInt(4).putInt(value);
        return this;
    }

    CopiedRows smallint(int value) {
        room(6).putInt(2).putShort((short) value);
        return this;
    }

    CopiedRows uuid(UUID value) {
        room(20).putInt(16).putLong(value.getMostSignificantBits()).putLong(value.getLeastSignificantBits());
        return this;
    }

    /** To the microsecond. */
    CopiedRows timestamp(Instant value) {
        return bigint(ChronoUnit.MICROS.between(POSTGRES_EPOCH, value));
    }

    CopiedRows text(@Nullable String value) {
        return bytes(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }

    CopiedRows json(byte[] value) {
        room(5 + value.length).putInt(1 + value.length).put(JSONB_VERSION).put(value);
        return this;
    }

    CopiedRows bytes(byte @Nullable [] value) {
        if (value == null) {
            room(4).putInt(-1);
        } else {
            room(4 + value.length).putInt(value.length).put(value);
        }
        return this;
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            ByteBuffer larger = ByteBuffer.allocate(2 * buffer.capacity() + bytes);
            buffer = larger.put(buffer.flip());
        }
        return buffer;
    }

    /** Stores the rows within the connection's transaction. */
    void copyInto(Connection connection) throws SQLException {
        room(2).putShort((short) -1);
        try {
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copy, ByteStreamWriter.of(buffer.flip()));
        } catch (IOException gone) {
            throw new SQLException("the rows did not reach the database: " + gone.getMessage(), "08006", gone);
        }
    }
}
