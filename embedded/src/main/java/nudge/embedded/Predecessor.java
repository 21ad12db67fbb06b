package nudge.embedded;

import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A PostgreSQL that an earlier run left on a data directory, whole or in part: as long as it lives no other can start there. */
final class Predecessor {
    private static final Logger LOG = LoggerFactory.getLogger(Predecessor.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    /** A child that has lost its postmaster ends within milliseconds, or not at all. */
    private static final Duration CHILDREN_LIMIT = Duration.ofSeconds(2);

    private Predecessor() {}

    /** Ends it. To be called by the owner of the home, who has no server there. */
    static void stop(PostgresCluster cluster) {
        Postmaster.of(cluster.data()).flatMap(Postmaster::process).ifPresent(postmaster -> {
            LOG.warn(
                    "Stopping the PostgreSQL that an earlier run left in {}, process {}",
                    cluster.home(),
                    postmaster.pid());
            stop(postmaster);
        });
        killChildren(cluster);
    }

    /**
     * The watchdog stops a postmaster when its JVM ends; only one that was killed as well can leave it behind. Fast shutdown: open
     * transactions are rolled back, connections closed, and a checkpoint is written.
     */
    private static void stop(ProcessHandle postmaster) {
        // The signal fails only where the process ended in the meantime, which is what it asks for.
        Command.succeeds(List.of("sh", "-c", "kill -INT " + postmaster.pid()));
        if (!Deadline.in(STOP_LIMIT).await(() -> !postmaster.isAlive())) {
            postmaster.destroyForcibly();
        }
    }

    /** Children of a killed postmaster end by themselves, but for one that cannot, such as one that is stopped. */
    private static void killChildren(PostgresCluster cluster) {
        if (Deadline.in(CHILDREN_LIMIT)
                .await(() -> Postmaster.processes(cluster.data()).isEmpty())) {
            return;
        }
        List<ProcessHandle> left = Postmaster.processes(cluster.data());
        LOG.warn(
                "Killing what is left of a PostgreSQL in {} whose postmaster is gone, processes {}: they do not end by"
                        + " themselves",
                cluster.home(),
                left.stream().map(ProcessHandle::pid).toList());
        left.forEach(ProcessHandle::destroyForcibly);
    }
}
