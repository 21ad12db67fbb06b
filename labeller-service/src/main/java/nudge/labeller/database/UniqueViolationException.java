package nudge.labeller.database;

import java.sql.SQLException;

/** A value that has to be unique is there already. The transaction was rolled back. */
public final class UniqueViolationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UniqueViolationException(SQLException failed) {
        super("a value that has to be unique is there already: " + failed.getMessage(), failed);
    }
}
