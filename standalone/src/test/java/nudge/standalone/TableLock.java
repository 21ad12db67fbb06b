package nudge.standalone;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Somebody in the database who locks a table for a while: every statement that needs it becomes slow. */
final class TableLock implements AutoCloseable {
    private final OpenLog log;
    private final List<CompletableFuture<@Nullable Connection>> held = new ArrayList<>();

    TableLock(OpenLog log) {
        this.log = log;
    }

    /** Asks for it and returns; whether it is there in time, or at all, is the database's to say. */
    void take(String table) {
        held.add(CompletableFuture.supplyAsync(() -> locked(table), task -> {
            Thread thread = new Thread(task, "table-lock");
            thread.setDaemon(true);
            thread.start();
        }));
    }

    private @Nullable Connection locked(String table) {
        try {
            Connection owner = log.owner();
            try (Statement statement = owner.createStatement()) {
                owner.setAutoCommit(false);
                statement.execute("SET lock_timeout = '1s'");
                statement.execute("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
                return owner;
            } catch (SQLException notLocked) {
                owner.close();
                return null;
            }
        } catch (IOException | SQLException away) {
            return null;
        }
    }

    /** Gives every table free, as soon as it is locked. */
    @Override
    public void close() {
        held.forEach(lock -> lock.thenAccept(TableLock::end));
        held.clear();
    }

    private static void end(@Nullable Connection lock) {
        try {
            if (lock != null) {
                lock.close();
            }
        } catch (SQLException alreadyGone) {
            // Then its lock is gone as well.
        }
    }
}
