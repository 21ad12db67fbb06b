package nudge.labeller.access;

import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.LongSupplier;
import nudge.labeller.database.Database;
import nudge.labeller.database.SqlFile;
import nudge.labeller.database.StoreUnavailableException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who signed in, who and what was refused, and who invited whom: appended to, never changed. Holds ids and the addresses of
 * requests, no names and no secrets.
 */
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
        TOKEN_REVOKED("token revoked"),
        PASSKEY_ADDED("passkey added"),
        PASSKEY_REMOVED("passkey removed"),
        SESSION_ENDED("session ended"),
        OLDEST_SESSION_ENDED("oldest session ended"),
        PASSWORD_REFUSED("current password refused"),
        TOKEN_REFUSED("token refused"),
        NOT_ALLOWED("not allowed"),
        FORGERY_REFUSED("forgery refused"),
        OTHER_HOST_REFUSED("other host refused"),
        TOO_LARGE("too large"),
        SLOWED_DOWN("slowed down");

        private final String wire;

        Type(String wire) {
            this.wire = wire;
        }
    }

    /** How somebody proves who they are. */
    enum Way {
        PASSWORD("password"),
        PASSKEY("password and passkey"),
        RECOVERY_CODE("password and recovery code"),
        ONE_TIME_LINK("one-time link"),
        SINGLE_SIGN_ON("single sign-on");

        private final String wire;

        Way(String wire) {
            this.wire = wire;
        }
    }

    /**
     * An entry.
     *
     * @param actor null when nobody had signed in
     * @param subject the person, token or invitation that it was done to
     * @param role that was given
     * @param address where the request came from, of IPv6 the network; null when this installation did it by itself
     * @param about the way in, or the request that was refused
     */
    public record Entry(
            long number,
            Instant at,
            @Nullable UUID actor,
            String type,
            @Nullable UUID subject,
            @Nullable String role,
            @Nullable String address,
            @Nullable String about) {}

    /** Every entry goes to the service's log as well, from where a collector can take it out of an intruder's reach. */
    private static final Logger COPY = LoggerFactory.getLogger("nudge.access");

    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
    private static final int MOST_OF_A_REQUEST = 120;

    private static final String INSERT = SqlFile.read(AccessLog.class, "insert-access-event");
    private static final String EVENTS_BEFORE = SqlFile.read(AccessLog.class, "find-access-events-before");
    private static final RowMapper<Entry> ENTRY_ROW = ConstructorMapper.of(Entry.class);

    private final Database database;
    private final Clock clock;
    private final EventThrottle refusals;

    AccessLog(Database database, Clock clock, LongSupplier nanos) {
        this.database = database;
        this.clock = clock;
        this.refusals = new EventThrottle(nanos);
    }

    /** Appends an entry within the handle's transaction. */
    void add(Handle handle, @Nullable UUID actor, Type type, @Nullable UUID subject, @Nullable Role role) {
        insert(handle, actor, type, subject, role, null);
    }

    /** Appends, within the handle's transaction, that somebody came in or was refused. */
    void addWithWay(Handle handle, @Nullable UUID actor, Type type, @Nullable UUID subject, Way way) {
        insert(handle, actor, type, subject, null, way.wire);
    }

    private void insert(
            Handle handle,
            @Nullable UUID actor,
            Type type,
            @Nullable UUID subject,
            @Nullable Role role,
            @Nullable String about) {
        String address = RequestOrigin.address();
        handle.createUpdate(INSERT)
                .bind("at", clock.instant())
                .bind("actor", actor)
                .bind("type", type.wire)
                .bind("subject", subject)
                .bind("role", role == null ? null : role.wire())
                .bind("address", address)
                .bind("about", about)
                .execute();
        handle.afterCommit(() -> COPY.info(
                "{}: actor={} subject={} role={} address={} about={}",
                type.wire,
                actor,
                subject,
                role,
                address,
                about));
    }

    /** A sign-in through the identity provider has failed. */
    public void singleSignOnFailed() {
        refused(null, Type.SIGN_IN_REFUSED, Way.SINGLE_SIGN_ON.wire);
    }

    /**
     * Appends that a request was refused: of one kind and actor (or address, when nobody has signed in) one per minute, which
     * tells how many were not written down before it. When the database does not answer, the service's log has it instead.
     *
     * @param request its method and path: ASCII, without a query
     */
    public void refused(@Nullable UUID actor, Type type, String request) {
        String address = RequestOrigin.address();
        OptionalInt before = refusals.pass(Arrays.asList(type, actor == null ? address : actor));
        if (before.isEmpty()) {
            return;
        }
        String named = request.length() > MOST_OF_A_REQUEST ? request.substring(0, MOST_OF_A_REQUEST) : request;
        String about = before.getAsInt() == 0 ? named : named + ", and " + before.getAsInt() + " more before it";
        try {
            database.useTransaction(handle -> insert(handle, actor, type, null, null, about));
        } catch (StoreUnavailableException down) {
            LOG.warn("{}: {} by {} from {}; the access log cannot be written", type.wire, about, actor, address);
        }
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
