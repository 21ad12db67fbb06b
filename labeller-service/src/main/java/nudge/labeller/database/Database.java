package nudge.labeller.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.argument.ObjectArgumentFactory;
import org.jspecify.annotations.Nullable;

/**
 * A pool of connections, for everybody but the append's transaction: that one has a {@link StatementPipeline}. The place where a
 * failure of the database becomes {@link StoreUnavailableException}. Thread-safe.
 */
public final class Database {
    private final Jdbi jdbi;

    public Database(DataSource pool) {
        this.jdbi = forPostgres(Jdbi.create(pool));
    }

    /** A UUID that is null is of no type; Jdbi would call it text. */
    private static Jdbi forPostgres(Jdbi jdbi) {
        return jdbi.registerArgument(ObjectArgumentFactory.create(UUID.class, Types.OTHER));
    }

    /**
     * Carries work out on one connection; each statement is a transaction of its own.
     *
     * @throws StoreUnavailableException when the database does not answer
     */
    public <T extends @Nullable Object> T withHandle(HandleCallback<T, RuntimeException> work) {
        try {
            return jdbi.withHandle(work);
        } catch (JdbiException failed) {
            throw translated(failed);
        }
    }

    /** As {@link #withHandle(HandleCallback)}, for work without a result. */
    public void useHandle(HandleConsumer<RuntimeException> work) {
        withHandle(work.asCallback());
    }

    /**
     * Carries work out in one transaction, all or nothing.
     *
     * @throws StoreUnavailableException when the database does not answer
     * @throws UniqueViolationException when a value that has to be unique is there already
     */
    public <T extends @Nullable Object> T inTransaction(HandleCallback<T, RuntimeException> work) {
        try {
            return jdbi.inTransaction(work);
        } catch (JdbiException failed) {
            throw translated(failed);
        }
    }

    /** As {@link #inTransaction}, for work without a result. */
    public void useTransaction(HandleConsumer<RuntimeException> work) {
        inTransaction(work.asCallback());
    }

    /** Jdbi's exceptions carry the driver's; one that does not is a fault of this program. */
    private static RuntimeException translated(JdbiException failed) {
        Optional<SQLException> cause = SqlState.sqlCauses(failed).findFirst();
        if (cause.isEmpty()) {
            return failed;
        }
        return SqlState.UNIQUE_VIOLATION.is(failed)
                ? new UniqueViolationException(cause.get())
                : new StoreUnavailableException(cause.get());
    }

    /** What is done on a connection of the caller's. */
    public interface Work<T extends @Nullable Object, X extends Exception> {
        T on(Handle handle) throws SQLException, X;
    }

    /**
     * Carries work out on a connection of the caller's, within the caller's transaction.
     *
     * @throws SQLException as the driver threw it
     */
    public static <T extends @Nullable Object, X extends Exception> T withHandle(Connection connection, Work<T, X> work)
            throws SQLException, X {
        // Made of a connection, not of what opens one: the connection stays open.
        try (Handle handle = forPostgres(Jdbi.create(connection)).open()) {
            return work.on(handle);
        } catch (JdbiException failed) {
            throw SqlState.sqlCauses(failed).findFirst().orElseThrow(() -> failed);
        }
    }
}
