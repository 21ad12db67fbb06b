package nudge.benchmarks.log;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import nudge.embedded.EmbeddedPostgres;
import nudge.labeller.database.StatementPipeline;
import nudge.labeller.log.EventIds;
import nudge.labeller.log.GroupCommit;
import nudge.labeller.log.GroupCommit.Outcome;
import nudge.labeller.log.Log;
import nudge.labeller.log.StoredEvent;

/** What the log alone costs: a request appends one event, of a stream of its own, and touches nothing else. */
final class BareEvents implements AutoCloseable {
    private final Clock clock = Clock.systemUTC();
    private final EventIds ids = new EventIds(clock);
    private final BenchStore store;
    private final GroupCommit<UUID, Long> log;

    BareEvents(EmbeddedPostgres postgres) {
        this.store = new BenchStore(postgres, "bare");
        this.log = new GroupCommit<>(store.database, this::append, () -> {});
    }

    private List<Outcome<Long>> append(Connection connection, List<UUID> streams, StatementPipeline changes)
            throws SQLException {
        Log.Head[] locked = new Log.Head[1];
        StatementPipeline queries = new StatementPipeline(connection);
        Log.lockHead(queries, found -> locked[0] = found);
        queries.execute();
        Log.Head head = locked[0];
        List<StoredEvent> events = new ArrayList<>();
        List<Outcome<Long>> positions = new ArrayList<>();
        for (UUID stream : streams) {
            long position = head.position() + events.size() + 1;
            events.add(new StoredEvent(
                    position,
                    ids.get(),
                    stream,
                    1,
                    "image.skipped",
                    1,
                    stream,
                    clock.instant().truncatedTo(ChronoUnit.MICROS),
                    "{}"));
            positions.add(Outcome.of(position));
        }
        Log.append(connection, head, events, Map.of(), changes);
        return positions;
    }

    Callable<?> client() {
        return () -> log.submit(UUID.randomUUID()).join();
    }

    @Override
    public void close() throws InterruptedException {
        log.close();
        store.close();
    }
}
