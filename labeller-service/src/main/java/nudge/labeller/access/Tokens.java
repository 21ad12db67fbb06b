package nudge.labeller.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nudge.labeller.access.AccessLog.Type;
import nudge.labeller.access.RefusedAccessException.Reason;
import nudge.labeller.database.Database;
import nudge.labeller.database.SqlFile;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/** Programs' ways in. */
public final class Tokens {
    /** The actor of programs of the user who runs an embedded Nudge. */
    private static final UUID LOCAL = new UUID(0x0000_0000_0000_8000L, 0x8000_0000_0000_0002L);

    private static final Duration NOTED_EVERY = Duration.ofMinutes(1);
    private static final int MOST_DAYS = 366;

    private static final String INSERT = SqlFile.read(Tokens.class, "insert-token");
    private static final String RENEW_LOCAL = SqlFile.read(Tokens.class, "renew-local-token");
    private static final String ACTOR = SqlFile.read(Tokens.class, "find-actor-of-token");
    private static final String NOTE_USE = SqlFile.read(Tokens.class, "note-use-of-token");
    private static final String LIST = SqlFile.read(Tokens.class, "list-tokens");
    private static final String REVOKE = SqlFile.read(Tokens.class, "revoke-token");
    private static final String REVOKE_ALL = SqlFile.read(Tokens.class, "revoke-tokens-of-owner");
    private static final String LOWER = "UPDATE token SET role = :role WHERE owner = :owner AND role = ANY (:higher)";
    private static final RowMapper<Found> FOUND_ROW = ConstructorMapper.of(Found.class);
    private static final RowMapper<Token> TOKEN_ROW = ConstructorMapper.of(Token.class);

    private final Database database;
    private final Clock clock;
    private final AccessLog log;

    Tokens(Database database, Clock clock, AccessLog log) {
        this.database = database;
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

    /** @throws RefusedAccessException when the actor is a token itself, or may do less than the token should */
    public NewToken create(Actor by, String name, Role role, int days) {
        if (!by.isPerson()) {
            throw new RefusedAccessException(
                    Reason.FORBIDDEN, "expected a person who is signed in, got a token: tokens make no tokens");
        }
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
        return database.inTransaction(handle -> {
            handle.createUpdate(INSERT)
                    .bind("id", created.id())
                    .bind("secret", secret.digest())
                    .bind("name", checked)
                    .bind("role", role.wire())
                    .bind("owner", by.owner())
                    .bind("made", now)
                    .bind("expires", created.expires())
                    .execute();
            log.add(handle, by.id(), Type.TOKEN_MADE, created.id(), role);
            return created;
        });
    }

    /** Makes the token of this installation's own programs anew; the one before ends. */
    public AccessSecret renewLocal() {
        AccessSecret secret = AccessSecret.random();
        Instant now = clock.instant();
        database.useTransaction(handle -> handle.createUpdate(RENEW_LOCAL)
                .bind("id", LOCAL)
                .bind("secret", secret.digest())
                .bind("made", now)
                .bind("expires", now.plus(Duration.ofDays(MOST_DAYS)))
                .execute());
        return secret;
    }

    /** A token and its owner's role; null when it belongs to this installation. */
    private record Found(
            UUID id,
            String name,
            Role role,
            @Nullable UUID owner,
            @Nullable Role ownersRole) {
        Actor actor() {
            return new Actor(
                    id, Actor.Kind.TOKEN, name, ownersRole == null ? role : Role.lower(role, ownersRole), owner);
        }
    }

    /** The actor whose token it is, unless it has expired or was revoked. */
    Optional<Actor> find(byte[] digest) {
        Instant now = clock.instant();
        return database.inTransaction(handle -> {
            Optional<Found> found = handle.createQuery(ACTOR)
                    .bind("secret", digest)
                    .bind("now", now)
                    .map(FOUND_ROW)
                    .findOne();
            if (found.isPresent()) {
                handle.createUpdate(NOTE_USE)
                        .bind("secret", digest)
                        .bind("now", now)
                        .bind("noted_before", now.minus(NOTED_EVERY))
                        .execute();
            }
            return found.map(Found::actor);
        });
    }

    /** All tokens for an administrator, their own for the others; newest first. */
    public List<Token> list(Actor by) {
        return database.withHandle(handle -> handle.createQuery(LIST)
                .bind("all", by.role() == Role.ADMIN)
                .bind("owner", by.owner())
                .map(TOKEN_ROW)
                .list());
    }

    /** A person's tokens may do no more than the person; they do not rise again with the person's role. */
    void lower(Handle handle, UUID owner, Role role) {
        String[] higher = Arrays.stream(Role.values())
                .filter(each -> !role.includes(each))
                .map(Role::wire)
                .toArray(String[]::new);
        handle.createUpdate(LOWER)
                .bind("role", role.wire())
                .bind("owner", owner)
                .bind("higher", higher)
                .execute();
    }

    void revokeAll(Handle handle, UUID by, UUID owner) {
        List<UUID> revoked = handle.createQuery(REVOKE_ALL)
                .bind("owner", owner)
                .mapTo(UUID.class)
                .list();
        for (UUID token : revoked) {
            endInvitations(handle, token);
            log.add(handle, by, Type.TOKEN_REVOKED, token, null);
        }
    }

    /** @throws RefusedAccessException when there is no such token that the actor may revoke */
    void revoke(Actor by, UUID id) {
        boolean revoked = database.inTransaction(handle -> {
            boolean there = handle.createUpdate(REVOKE)
                            .bind("id", id)
                            .bind("all", by.role() == Role.ADMIN)
                            .bind("owner", by.owner())
                            .execute()
                    > 0;
            if (there) {
                endInvitations(handle, id);
                log.add(handle, by.id(), Type.TOKEN_REVOKED, id, null);
            }
            return there;
        });
        if (!revoked) {
            throw new RefusedAccessException(Reason.UNKNOWN, "there is no token " + id + " that you could revoke");
        }
    }

    /** Whom a program has invited, and who has not come yet, comes no more when the program may not. */
    private static void endInvitations(Handle handle, UUID token) {
        handle.execute("DELETE FROM invitation WHERE by = ?", token);
    }
}
