package nudge.labeller.access;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who came in, who was refused, and who let whom in: appended to, never changed. Holds ids, no names and no secrets. */
public final class AccessLog {
    /** What happened. */
    public enum Type {
        SIGNED_IN("signed in"),
        SIGN_IN_REFUSED("sign-in refused"),
        SIGNED_OUT("signed out"),
        SIGNED_OUT_EVERYWHERE("signed out everywhere"),
        PASSWORD_CHANGED("password changed"),
        INVITED("invited"),
        INVITATION_WITHDRAWN("invitation withdrawn"),
        JOINED("joined"),
        ROLE_CHANGED("role changed"),
        ERASED("erased"),
        TOKEN_MADE("token made"),
        TOKEN_REVOKED("token revoked");

        private final String wire;

        Type(String wire) {
            this.wire = wire;
        }
    }

    /**
     * An entry.
     *
     * @param actor null for one who did not come in
     * @param subject the person, token or invitation that it was done to
     * @param role that was given
     */
    public record Entry(
            long number,
            Instant at,
            @Nullable UUID actor,
            String type,
            @Nullable UUID subject,
            @Nullable String role) {}

    private final AccessDatabase store;
    private final Clock clock;

    AccessLog(AccessDatabase store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    void add(
            AccessDatabase.Statements statements,
            @Nullable UUID actor,
            Type type,
            @Nullable UUID subject,
            @Nullable Role role)
            throws SQLException {
        statements.update(
                "INSERT INTO access_event (at, actor, type, subject, role) VALUES (?, ?, ?, ?, ?)",
                clock.instant(),
                actor,
                type.wire,
                subject,
                role);
    }

    /** The entries before a number, newest first. */
    public List<Entry> before(long number, int limit) {
        return store.list(
                row -> new Entry(
                        row.getLong(1),
                        AccessDatabase.time(row, 2),
                        row.getObject(3, UUID.class),
                        row.getString(4),
                        row.getObject(5, UUID.class),
                        row.getString(6)),
                "SELECT number, at, actor, type, subject, role FROM access_event"
                        + " WHERE number < ? ORDER BY number DESC LIMIT ?",
                number,
                limit);
    }
}
