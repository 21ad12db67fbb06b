package nudge.labeller.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import nudge.labeller.TestStore;
import nudge.labeller.database.Database;
import nudge.labeller.quality.QualityEvent;
import nudge.labeller.queue.TaskQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class RebuildTest {
    private TestStore store;

    @BeforeEach
    void open() {
        store = new TestStore();
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    @Test
    void rebuilt_projections_equal_the_live_ones_row_by_row() throws Exception {
        store.scatter(1, 200, 6_000);
        String images = rows("image_state");
        String tasks = rows("task");
        String progress = rows("progress");
        String shape = shape();
        Rebuild.Comparison report = rebuild();
        assertThat(report.different()).isZero();
        assertThat(report.events()).isEqualTo(Long.parseLong(store.query("SELECT position FROM log_head")));
        assertThat(rows("image_state")).isEqualTo(images);
        assertThat(rows("task")).isEqualTo(tasks);
        assertThat(rows("progress")).isEqualTo(progress);
        assertThat(shape()).isEqualTo(shape);
    }

    @Test
    void what_was_damaged_is_counted_and_right_afterwards() throws Exception {
        store.scatter(2, 50, 1_000);
        String images = rows("image_state");
        store.owner(
                "UPDATE image_state SET digit = 1 - coalesce(digit, 0) % 2 WHERE image = (SELECT min(image::text)::uuid FROM image_state)",
                "UPDATE progress SET labelled = 1000");
        assertThat(rebuild().different()).isEqualTo(4);
        assertThat(rows("image_state")).isEqualTo(images);
        assertThat(rebuild().different()).isZero();
    }

    @Test
    void labelling_and_handing_out_go_on_meanwhile_and_leases_stay() throws Exception {
        store.scatter(3, 300, 6_000);
        for (int i = 0; i < 20; i++) {
            store.add(900_000 + i);
        }
        TaskQueue queue = new TaskQueue(new Database(store.database()), Duration.ofMinutes(5));
        queue.lease(10);
        AtomicBoolean stop = new AtomicBoolean();
        CompletableFuture<Integer> labelling = CompletableFuture.supplyAsync(() -> {
            int rounds = 0;
            for (; !stop.get(); rounds++) {
                store.scatter(100 + rounds, 20, 100);
                queue.lease(1);
            }
            return rounds;
        });
        Rebuild.Comparison report = rebuild();
        stop.set(true);
        assertThat(labelling.get(30, TimeUnit.SECONDS)).isPositive();
        assertThat(report.different()).isZero();
        assertThat(Integer.parseInt(store.query("SELECT count(*) FROM task WHERE lease IS NOT NULL")))
                .isGreaterThanOrEqualTo(10);
        assertThat(rebuild().different()).isZero();
    }

    @Test
    void events_of_all_families_are_folded_and_unknown_ones_are_not() throws Exception {
        store.append(QualityEvent.STREAM, "policy.set", "{\"policy\":\"solo\",\"settings\":{}}");
        assertThat(rebuild().events()).isEqualTo(1);
        store.scatter(4, 20, 200);
        store.append(QualityEvent.STREAM, "recompute.began", "{\"cause\":1}");
        Rebuild.Comparison report = rebuild();
        // Whoever appended them by hand has brought no projection up to date: the one row of quality differs.
        assertThat(report.different()).isEqualTo(2);
        assertThat(report.events()).isEqualTo(Long.parseLong(store.query("SELECT position FROM log_head")));
        assertThat(store.query("SELECT quality FROM log_head")).isEqualTo("" + report.events());
        assertThat(rebuild().different()).isZero();
        store.append(new UUID(4, 2), "label.foreseen", "{}");
        assertThatThrownBy(this::rebuild)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has the type label.foreseen with schema 1");
    }

    private Rebuild.Comparison rebuild() throws Exception {
        try (Connection owner = store.owner()) {
            return Rebuild.run(owner);
        }
    }

    private String rows(String table) {
        return store.query("SELECT string_agg(t::text, E'\\n' ORDER BY t::text) FROM " + table + " t");
    }

    /** Rights, indexes, constraints and options of the projections. */
    private String shape() {
        return store.query("""
                SELECT string_agg(what, E'\\n' ORDER BY what) FROM (
                    SELECT indexdef FROM pg_indexes WHERE schemaname = 'nudge'
                    UNION ALL SELECT conname || pg_get_constraintdef(oid) FROM pg_constraint
                        WHERE connamespace = 'nudge'::regnamespace
                    UNION ALL SELECT relname || relacl::text || coalesce(reloptions::text, '') FROM pg_class
                        WHERE relnamespace = 'nudge'::regnamespace AND relkind = 'r') AS shape (what)""");
    }
}
