package nudge.labeller.access;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import nudge.labeller.database.Database;
import nudge.labeller.database.SqlFile;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/** Who signed in, who was refused, and who invited whom: appended to, never changed. Holds ids, no names and no secrets. */
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
     * @param actor null when the sign-in was refused
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

    private static final String INSERT = SqlFile.read(AccessLog.class, "insert-access-event");
    private static final String EVENTS_BEFORE = SqlFile.read(AccessLog.class, "find-access-events-before");
    private static final RowMapper<Entry> ENTRY_ROW = ConstructorMapper.of(Entry.class);

    private final Database database;
    private final Clock clock;

    AccessLog(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Appends an entry within the handle's transaction. */
    void add(Handle handle, @Nullable UUID actor, Type type, @Nullable UUID subject, @Nullable Role role) {
        handle.createUpdate(INSERT)
                .bind("at", clock.instant())
                .bind("actor", actor)
                .bind("type", type.wire)
                .bind("subject", subject)
                .bind("role", role == null ? null : role.wire())
                .execute();
    }

    /** The entries before a number, newest first. */
    public List<Entry> before(long number, int limit) {
        return database.withHandle(handle -> handle.createQuery(EVENTS_BEFORE)
                .bind("number", number)
                .bind("limit", limit)
                .map(ENTRY_ROW)
                .list());
    }
}
