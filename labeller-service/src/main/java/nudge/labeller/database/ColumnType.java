package nudge.labeller.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The type of a column whose values, of many rows, are one parameter: for {@code unnest} and {@code ANY}.
 *
 * @param name in Postgres
 * @param array makes an array of so many elements
 */
public record ColumnType<T>(String name, IntFunction<@Nullable T[]> array) {
    public static final ColumnType<UUID> UUID = new ColumnType<>("uuid", UUID[]::new);
    public static final ColumnType<String> TEXT = new ColumnType<>("text", String[]::new);
    public static final ColumnType<Integer> INT = new ColumnType<>("int", Integer[]::new);
    public static final ColumnType<Long> BIGINT = new ColumnType<>("bigint", Long[]::new);
    public static final ColumnType<Double> DOUBLE = new ColumnType<>("float8", Double[]::new);
    public static final ColumnType<Boolean> BOOLEAN = new ColumnType<>("boolean", Boolean[]::new);
    public static final ColumnType<byte[]> BYTEA = new ColumnType<>("bytea", byte[][]::new);

    <R> Object of(Connection connection, List<R> rows, Function<? super R, ? extends @Nullable T> value)
            throws SQLException {
        @Nullable T[] values = array.apply(rows.size());
        for (int i = 0; i < values.length; i++) {
            values[i] = value.apply(rows.get(i));
        }
        return connection.createArrayOf(name, values);
    }
}
