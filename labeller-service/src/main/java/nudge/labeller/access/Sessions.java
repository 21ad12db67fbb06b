package nudge.labeller.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nudge.labeller.access.AccessLog.Type;
import nudge.labeller.access.AccessLog.Way;
import nudge.labeller.database.Database;
import nudge.labeller.database.SqlFile;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/**
 * Signed-in browsers. They live in the database, so that a restart of the labeller signs nobody out, and any labeller of
 * several knows them. Each sign-in makes a new secret: there is nothing that could be fixed beforehand.
 */
public final class Sessions {
    private static final Duration LONGEST = Duration.ofDays(14);
    /** Of one person at once. */
    private static final int MOST = 20;

    private static final Duration NOTED_EVERY = Duration.ofMinutes(1);

    private static final String PERSON = SqlFile.read(Sessions.class, "find-person-of-session");
    private static final String INSERT = SqlFile.read(Sessions.class, "insert-session");
    private static final String LIST = SqlFile.read(Sessions.class, "list-sessions");
    private static final String END_OLDEST = SqlFile.read(Sessions.class, "end-oldest-sessions");
    private static final String NOTE_USE = SqlFile.read(Sessions.class, "note-use-of-session");
    private static final RowMapper<Actor> ACTOR_ROW = (row, context) ->
            Actor.person(row.getObject("id", UUID.class), row.getString("name"), Role.of(row.getString("role")));

    private static final RowMapper<Session> SESSION_ROW = ConstructorMapper.of(Session.class);

    private final Database database;
    private final Clock clock;
    private final AccessLog log;
    private final Duration idle;

    /**
     * A browser in which a person is signed in.
     *
     * @param address where they signed in from
     * @param current whether it is the one that asks
     */
    public record Session(
            UUID id, Instant began, Instant used, @Nullable String address, boolean current) {}

    Sessions(Database database, Clock clock, AccessLog log, Duration idle) {
        this.database = database;
        this.clock = clock;
        this.log = log;
        this.idle = idle;
    }

    /** Begins a session; when the person has too many, the one that was used longest ago ends. */
    AccessSecret begin(Handle handle, UUID person, Way way) {
        AccessSecret secret = AccessSecret.random();
        Instant now = clock.instant();
        handle.execute("DELETE FROM session WHERE used < ? OR began < ?", now.minus(idle), now.minus(LONGEST));
        if (handle.createUpdate(END_OLDEST)
                        .bind("person", person)
                        .bind("kept", MOST - 1)
                        .execute()
                > 0) {
            log.add(handle, person, Type.OLDEST_SESSION_ENDED, person, null);
        }
        handle.createUpdate(INSERT)
                .bind("secret", secret.digest())
                .bind("person", person)
                .bind("now", now)
                .bind("address", RequestOrigin.address())
                .execute();
        handle.execute("UPDATE person SET seen = ? WHERE id = ?", now, person);
        log.addWithWay(handle, person, Type.SIGNED_IN, null, way);
        return secret;
    }

    /** The person whose session it is, unless it has timed out. */
    Optional<Actor> find(byte[] digest) {
        Instant now = clock.instant();
        return database.inTransaction(handle -> {
            Optional<Actor> actor = handle.createQuery(PERSON)
                    .bind("secret", digest)
                    .bind("used_after", now.minus(idle))
                    .bind("began_after", now.minus(LONGEST))
                    .map(ACTOR_ROW)
                    .findOne();
            if (actor.isPresent()) {
                handle.createUpdate(NOTE_USE)
                        .bind("secret", digest)
                        .bind("now", now)
                        .bind("noted_before", now.minus(NOTED_EVERY))
                        .execute();
            }
            return actor;
        });
    }

    /** A person's sessions, the one that was used last first. */
    List<Session> list(UUID person, byte[] current) {
        Instant now = clock.instant();
        return database.withHandle(handle -> handle.createQuery(LIST)
                .bind("person", person)
                .bind("secret", current)
                .bind("used_after", now.minus(idle))
                .bind("began_after", now.minus(LONGEST))
                .map(SESSION_ROW)
                .list());
    }

    /** @throws RefusedAccessException when the person has no such session */
    void end(UUID person, UUID session) {
        boolean ended = database.inTransaction(handle -> {
            boolean there =
                    handle.execute("DELETE FROM session WHERE person = ? AND public_id = ?", person, session) > 0;
            if (there) {
                log.add(handle, person, Type.SESSION_ENDED, session, null);
            }
            return there;
        });
        if (!ended) {
            throw new RefusedAccessException(
                    RefusedAccessException.Reason.UNKNOWN, "there is no session " + session + " of yours");
        }
    }

    void end(Actor actor, byte[] digest) {
        database.useTransaction(handle -> {
            if (handle.execute("DELETE FROM session WHERE secret = ?", digest) > 0) {
                log.add(handle, actor.id(), Type.SIGNED_OUT, null, null);
            }
        });
    }

    void endAll(Handle handle, UUID by, UUID person) {
        if (handle.execute("DELETE FROM session WHERE person = ?", person) > 0) {
            log.add(handle, by, Type.SIGNED_OUT_EVERYWHERE, person, null);
        }
    }
}
