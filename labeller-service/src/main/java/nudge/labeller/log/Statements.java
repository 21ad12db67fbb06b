package nudge.labeller.log;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Statements that are sent to the database together: they are carried out in order, and cost one round trip. */
public final class Statements {
    private final Connection connection;
    private final List<String> texts = new ArrayList<>();
    private final List<Object> parameters = new ArrayList<>();
    private final List<@Nullable Reader> readers = new ArrayList<>();

    public Statements(Connection connection) {
        this.connection = connection;
    }

    /** Takes what a query found. */
    public interface Reader {
        void read(ResultSet rows) throws SQLException;
    }

    /** Adds a statement that finds nothing. */
    public Statements add(String sql, Object... values) {
        return query(null, sql, values);
    }

    /** Adds a query. */
    public Statements query(@Nullable Reader reader, String sql, Object... values) {
        texts.add(sql);
        readers.add(reader);
        parameters.addAll(List.of(values));
        return this;
    }

    boolean isEmpty() {
        return texts.isEmpty();
    }

    /** Carries all out. */
    public void execute() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(String.join(";\n", texts))) {
            for (int i = 0; i < parameters.size(); i++) {
                statement.setObject(i + 1, parameters.get(i));
            }
            statement.execute();
            for (Reader reader : readers) {
                if (reader != null) {
                    try (ResultSet rows = statement.getResultSet()) {
                        reader.read(rows);
                    }
                }
                statement.getMoreResults();
            }
        }
    }

    /**
     * A column of many rows as one parameter, for {@code unnest} and {@code ANY}.
     *
     * @param type the elements' type in Postgres
     * @param array makes an array of so many elements
     */
    public <R, T> Object column(
            String type, List<R> rows, IntFunction<@Nullable T[]> array, Function<R, @Nullable T> value)
            throws SQLException {
        @Nullable T[] values = array.apply(rows.size());
        for (int i = 0; i < values.length; i++) {
            values[i] = value.apply(rows.get(i));
        }
        return connection.createArrayOf(type, values);
    }
}
