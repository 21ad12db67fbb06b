package nudge.labeller.log;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a statement that takes many rows at once: one array a column, for {@code unnest}.
 *
 * @param <R> a row
 */
public final class Columns<R> {
    private final PreparedStatement statement;
    private final List<R> rows;
    private int index;

    public Columns(PreparedStatement statement, List<R> rows) {
        this.statement = statement;
        this.rows = rows;
    }

    /**
     * Binds the statement's next parameter.
     *
     * @param type the elements' type in Postgres
     * @param array makes an array of so many elements
     */
    public <T> Columns<R> add(String type, IntFunction<@Nullable T[]> array, Function<R, @Nullable T> value)
            throws SQLException {
        @Nullable T[] values = array.apply(rows.size());
        for (int i = 0; i < values.length; i++) {
            values[i] = value.apply(rows.get(i));
        }
        statement.setArray(++index, statement.getConnection().createArrayOf(type, values));
        return this;
    }
}
