package nudge.labeller.database;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The database does not answer. Whether the request is stored is not known: ask again with the same idempotency key. */
public final class StoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public StoreUnavailableException(SQLException failed) {
        this("the database does not answer: " + failed.getMessage(), failed);
    }
}
