package nudge.labeller.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import nudge.labeller.access.AccessLog.Type;
import nudge.labeller.database.Database;
import nudge.labeller.database.SqlFile;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/**
 * Signed-in browsers. They live in the database, so that a restart of the labeller signs nobody out, and any labeller of
 * several knows them. Each sign-in makes a new secret: there is nothing that could be fixed beforehand.
 */
public final class Sessions {
    private static final Duration LONGEST = Duration.ofDays(14);
    private static final Duration NOTED_EVERY = Duration.ofMinutes(1);

    private static final String PERSON = SqlFile.read(Sessions.class, "find-person-of-session");
    private static final String NOTE_USE = SqlFile.read(Sessions.class, "note-use-of-session");
    private static final RowMapper<Actor> ACTOR_ROW = (row, context) ->
            Actor.person(row.getObject("id", UUID.class), row.getString("name"), Role.of(row.getString("role")));

    private final Database database;
    private final Clock clock;
    private final AccessLog log;
    private final Duration idle;

    Sessions(Database database, Clock clock, AccessLog log, Duration idle) {
        this.database = database;
        this.clock = clock;
        this.log = log;
        this.idle = idle;
    }

    AccessSecret begin(Handle handle, UUID person) {
        AccessSecret secret = AccessSecret.random();
        Instant now = clock.instant();
        handle.execute("DELETE FROM session WHERE used < ? OR began < ?", now.minus(idle), now.minus(LONGEST));
        handle.execute("INSERT INTO session VALUES (?, ?, ?, ?)", secret.digest(), person, now, now);
        handle.execute("UPDATE person SET seen = ? WHERE id = ?", now, person);
        log.add(handle, person, Type.SIGNED_IN, null, null);
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
