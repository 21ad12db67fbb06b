package nudge.labeller.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nudge.labeller.TestStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class StatementPipelineTest {
    private static TestStore store;

    @BeforeAll
    static void open() {
        store = new TestStore();
    }

    @AfterAll
    static void close() throws Exception {
        store.close();
    }

    @Test
    void statements_are_carried_out_in_order_and_each_query_gets_its_own_rows() throws SQLException {
        List<Long> found = new ArrayList<>();
        try (Connection connection = store.database().getConnection()) {
            StatementPipeline pipeline = new StatementPipeline(connection);
            pipeline.query("SELECT skipped FROM progress", rows -> {
                        rows.next();
                        found.add(rows.getLong("skipped"));
                    })
                    .add("UPDATE progress SET skipped = skipped + :more")
                    .bind("more", 7L)
                    .query("SELECT skipped + :more AS sum FROM progress WHERE :more > 0", rows -> {
                        rows.next();
                        found.add(rows.getLong("sum"));
                    })
                    .bind("more", 100L)
                    .execute();
        }
        assertThat(found).containsExactly(0L, 107L);
    }

    @Test
    void a_column_is_one_parameter_and_may_hold_nulls() throws SQLException {
        List<Integer> found = new ArrayList<>();
        List<String> rows = Arrays.asList("3", "", "5");
        try (Connection connection = store.database().getConnection()) {
            new StatementPipeline(connection)
                    .query(
                            "SELECT digit FROM unnest(:digits::int[]) WITH ORDINALITY AS row (digit, number)"
                                    + " ORDER BY number",
                            result -> {
                                while (result.next()) {
                                    found.add(result.getObject("digit", Integer.class));
                                }
                            })
                    .bindColumn("digits", ColumnType.INT, rows, text -> text.isEmpty() ? null : Integer.valueOf(text))
                    .execute();
        }
        assertThat(found).containsExactly(3, null, 5);
    }

    @Test
    void a_parameter_without_a_value_is_named() throws SQLException {
        try (Connection connection = store.database().getConnection()) {
            StatementPipeline pipeline = new StatementPipeline(connection);
            pipeline.add("UPDATE progress SET skipped = :skipped, images = :images")
                    .bind("skipped", 1L);
            assertThatThrownBy(pipeline::execute)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("expected a value of :images");
        }
    }
}
