package nudge.labeller.access;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import nudge.labeller.access.AccessDatabase.Statements;
import nudge.labeller.access.AccessLog.Type;

/**
 * Signed-in browsers. They live in the database, so that a restart of the labeller signs nobody out, and any labeller of
 * several knows them. Each sign-in makes a new secret: there is nothing that could be fixed beforehand.
 */
public final class Sessions {
    private static final Duration LONGEST = Duration.ofDays(14);
    private static final Duration NOTED_EVERY = Duration.ofMinutes(1);

    private final AccessDatabase store;
    private final Clock clock;
    private final AccessLog log;
    private final Duration idle;

    Sessions(AccessDatabase store, Clock clock, AccessLog log, Duration idle) {
        this.store = store;
        this.clock = clock;
        this.log = log;
        this.idle = idle;
    }

    AccessSecret begin(Statements statements, UUID person) throws SQLException {
        AccessSecret secret = AccessSecret.random();
        Instant now = clock.instant();
        statements.update("DELETE FROM session WHERE used < ? OR began < ?", now.minus(idle), now.minus(LONGEST));
        statements.update("INSERT INTO session VALUES (?, ?, ?, ?)", secret.digest(), person, now, now);
        statements.update("UPDATE person SET seen = ? WHERE id = ?", now, person);
        log.add(statements, person, Type.SIGNED_IN, null, null);
        return secret;
    }

    /** The person whose session it is, unless it has timed out. */
    Optional<Actor> find(byte[] digest) {
        Instant now = clock.instant();
        return store.transaction(statements -> {
            Optional<Actor> actor = statements.one(
                    row -> Actor.person(row.getObject(1, UUID.class), row.getString(2), Role.of(row.getString(3))),
                    "SELECT id, name, role FROM session JOIN person ON person.id = person"
                            + " WHERE secret = ? AND used > ? AND began > ?",
                    digest,
                    now.minus(idle),
                    now.minus(LONGEST));
            if (actor.isPresent()) {
                statements.update(
                        "UPDATE session SET used = ? WHERE secret = ? AND used < ?",
                        now,
                        digest,
                        now.minus(NOTED_EVERY));
            }
            return actor;
        });
    }

    void end(Actor actor, byte[] digest) {
        store.transaction(statements -> {
            if (statements.update("DELETE FROM session WHERE secret = ?", digest) > 0) {
                log.add(statements, actor.id(), Type.SIGNED_OUT, null, null);
            }
            return null;
        });
    }

    void endAll(Statements statements, UUID by, UUID person) throws SQLException {
        if (statements.update("DELETE FROM session WHERE person = ?", person) > 0) {
            log.add(statements, by, Type.SIGNED_OUT_EVERYWHERE, person, null);
        }
    }
}
