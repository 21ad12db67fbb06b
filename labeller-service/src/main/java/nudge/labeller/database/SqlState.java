package nudge.labeller.database;

import java.sql.SQLException;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What Postgres means by its error codes: <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">SQLSTATE</a>. */
public enum SqlState {
    /** Class 22, data exception, and class 23, integrity constraint violation. */
    CONTENT_REFUSED("22...|23..."),
    UNIQUE_VIOLATION("23505"),
    /** Class 28, invalid authorization: no such role, or another password. */
    SIGN_IN_REFUSED("28..."),
    /** {@code lock_timeout} has passed. */
    LOCK_NOT_AVAILABLE("55P03"),
    /**
     * Classes 08, 53, 57 and 58: no connection, no resources, shutting down or starting, a disk that fails. And 23505, 42P06 and
     * 42P07: another labeller creates the schema at this moment.
     */
    PASSES_AT_START("08...|53...|57...|58...|23505|42P06|42P07");

    private final Pattern codes;

    SqlState(String codes) {
        this.codes = Pattern.compile(codes);
    }

    /** Whether the database said this: the failure, or one of its causes. */
    public boolean is(Throwable failed) {
        return sqlCauses(failed)
                .anyMatch(cause -> cause.getSQLState() != null
                        && codes.matcher(cause.getSQLState()).matches());
    }

    static Stream<SQLException> sqlCauses(Throwable failed) {
        return Stream.iterate(failed, cause -> cause != null, Throwable::getCause)
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast);
    }
}
