package nudge.labeller.access;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nudge.labeller.access.AccessDatabase.Statements;
import nudge.labeller.access.AccessLog.Type;
import nudge.labeller.access.RefusedAccessException.Reason;
import org.jspecify.annotations.Nullable;

/** Programs' ways in. */
public final class Tokens {
    /** The actor of programs of the user who runs an embedded Nudge. */
    private static final UUID LOCAL = new UUID(0x0000_0000_0000_8000L, 0x8000_0000_0000_0002L);

    private static final Duration NOTED_EVERY = Duration.ofMinutes(1);
    private static final int MOST_DAYS = 366;

    private final AccessDatabase store;
    private final Clock clock;
    private final AccessLog log;

    Tokens(AccessDatabase store, Clock clock, AccessLog log) {
        this.store = store;
        this.clock = clock;
        this.log = log;
    }

    /**
     * A token, without its secret.
     *
     * @param role at most this; never more than its owner's
     * @param owner name of the person whose it is, or null when it belongs to this installation
     */
    public record Token(
            UUID id,
            String name,
            Role role,
            @Nullable String owner,
            Instant made,
            Instant expires,
            @Nullable Instant used,
            boolean revoked) {}

    /** A new token. */
    public record NewToken(UUID id, AccessSecret secret, Instant expires) {}

    /** @throws RefusedAccessException when the actor may do less than the token should */
    public NewToken create(Actor by, String name, Role role, int days) {
        if (!by.role().includes(role)) {
            throw new RefusedAccessException(
                    Reason.FORBIDDEN, "expected a role of at most " + by.role().wire() + ", got " + role.wire());
        }
        if (days < 1 || days > MOST_DAYS) {
            throw new RefusedAccessException(
                    Reason.INVALID, "expected 1 to " + MOST_DAYS + " days until it expires, got " + days);
        }
        String checked = Names.check("name", name);
        AccessSecret secret = AccessSecret.random();
        Instant now = clock.instant();
        NewToken created = new NewToken(UUID.randomUUID(), secret, now.plus(Duration.ofDays(days)));
        return store.transaction(statements -> {
            statements.update(
                    "INSERT INTO token (id, secret, name, role, owner, made, expires) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    created.id(),
                    secret.digest(),
                    checked,
                    role,
                    by.owner(),
                    now,
                    created.expires());
            log.add(statements, by.id(), Type.TOKEN_MADE, created.id(), role);
            return created;
        });
    }

    /** Makes the token of this installation's own programs anew; the one before ends. */
    public AccessSecret renewLocal() {
        AccessSecret secret = AccessSecret.random();
        Instant now = clock.instant();
        store.update(
                "INSERT INTO token (id, secret, name, role, made, expires)"
                        + " VALUES (?, ?, 'Programs on this machine', 'admin', ?, ?)"
                        + " ON CONFLICT (id) DO UPDATE SET secret = excluded.secret, made = excluded.made,"
                        + " expires = excluded.expires",
                LOCAL,
                secret.digest(),
                now,
                now.plus(Duration.ofDays(MOST_DAYS)));
        return secret;
    }

    /** The actor whose token it is, unless it has expired or was revoked. */
    Optional<Actor> find(byte[] digest) {
        Instant now = clock.instant();
        return store.transaction(statements -> {
            Optional<Actor> actor = statements.one(
                    row -> new Actor(
                            row.getObject(1, UUID.class),
                            Actor.Kind.TOKEN,
                            row.getString(2),
                            row.getString(4) == null
                                    ? Role.of(row.getString(3))
                                    : Role.lower(Role.of(row.getString(3)), Role.of(row.getString(4))),
                            row.getObject(5, UUID.class)),
                    "SELECT token.id, token.name, token.role, person.role, owner FROM token"
                            + " LEFT JOIN person ON person.id = owner WHERE secret = ? AND expires > ?",
                    digest,
                    now);
            if (actor.isPresent()) {
                statements.update(
                        "UPDATE token SET used = ? WHERE secret = ? AND (used IS NULL OR used < ?)",
                        now,
                        digest,
                        now.minus(NOTED_EVERY));
            }
            return actor;
        });
    }

    /** All tokens for an administrator, their own for the others; newest first. */
    public List<Token> list(Actor by) {
        return store.list(
                row -> new Token(
                        row.getObject(1, UUID.class),
                        row.getString(2),
                        Role.of(row.getString(3)),
                        row.getString(4),
                        AccessDatabase.time(row, 5),
                        AccessDatabase.time(row, 6),
                        AccessDatabase.instant(row, 7),
                        row.getBoolean(8)),
                "SELECT token.id, token.name, token.role, person.name, made, expires, used, secret IS NULL"
                        + " FROM token LEFT JOIN person ON person.id = owner WHERE ? OR owner = ?"
                        + " ORDER BY made DESC",
                by.role() == Role.ADMIN,
                by.owner());
    }

    /** A person's tokens may do no more than she; they do not rise with her again. */
    void lower(Statements statements, UUID owner, Role role) throws SQLException {
        String[] higher = Arrays.stream(Role.values())
                .filter(each -> !role.includes(each))
                .map(Role::wire)
                .toArray(String[]::new);
        statements.update("UPDATE token SET role = ? WHERE owner = ? AND role = ANY (?)", role, owner, higher);
    }

    void revokeAll(Statements statements, UUID by, UUID owner) throws SQLException {
        List<UUID> revoked = statements.list(
                row -> row.getObject(1, UUID.class),
                "UPDATE token SET secret = NULL WHERE owner = ? AND secret IS NOT NULL RETURNING id",
                owner);
        for (UUID token : revoked) {
            log.add(statements, by, Type.TOKEN_REVOKED, token, null);
        }
    }

    /** @throws RefusedAccessException when there is no such token that the actor may revoke */
    void revoke(Actor by, UUID id) {
        boolean revoked = store.transaction(statements -> {
            boolean there = statements.update(
                            "UPDATE token SET secret = NULL WHERE id = ? AND secret IS NOT NULL AND (? OR owner = ?)",
                            id,
                            by.role() == Role.ADMIN,
                            by.owner())
                    > 0;
            if (there) {
                log.add(statements, by.id(), Type.TOKEN_REVOKED, id, null);
            }
            return there;
        });
        if (!revoked) {
            throw new RefusedAccessException(Reason.UNKNOWN, "there is no token " + id + " that you could revoke");
        }
    }
}
