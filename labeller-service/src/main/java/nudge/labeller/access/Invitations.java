package nudge.labeller.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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

/** One-time links: for a new person, or for the new password of one who is there. */
public final class Invitations {
    private static final Duration LIFE = Duration.ofDays(7);
    /** Whoever has the link is the person, so it is short. */
    private static final Duration LIFE_OF_A_PASSWORD_LINK = Duration.ofDays(1);

    private static final String FIRST = "first administrator";

    private static final String INSERT = SqlFile.read(Invitations.class, "insert-invitation");
    private static final String WAITING = SqlFile.read(Invitations.class, "list-invitations");
    private static final String BY_SECRET = SqlFile.read(Invitations.class, "find-invitation-by-secret");
    private static final RowMapper<Invitation> INVITATION_ROW = ConstructorMapper.of(Invitation.class);

    private final Database database;
    private final Clock clock;
    private final AccessLog log;

    Invitations(Database database, Clock clock, AccessLog log) {
        this.database = database;
        this.clock = clock;
        this.log = log;
    }

    /**
     * An invitation that nobody has accepted yet.
     *
     * @param note says whom it is for
     * @param person who gets a new password, or null for somebody new
     */
    public record Invitation(
            UUID id, Role role, String note, @Nullable UUID person, Instant expires) {}

    /** A new invitation. */
    public record NewInvitation(UUID id, AccessSecret secret, Instant expires) {}

    public NewInvitation invite(Actor by, Role role, String note) {
        String checked = note.isBlank() ? "" : Names.check("note", note);
        return database.inTransaction(handle -> {
            NewInvitation created = create(handle, by.id(), role, checked, null);
            log.add(handle, by.id(), Type.INVITED, created.id(), role);
            return created;
        });
    }

    /** A link with which a person sets a new password; the one before ends. */
    public NewInvitation newPassword(Actor by, UUID person) {
        return database.inTransaction(handle -> {
            String name = handle.select("SELECT name FROM person WHERE id = ?", person)
                    .mapTo(String.class)
                    .findOne()
                    .orElseThrow(() -> People.unknown(person));
            handle.execute("DELETE FROM invitation WHERE person = ?", person);
            NewInvitation created = create(handle, by.id(), Role.ANNOTATOR, name, person);
            log.add(handle, by.id(), Type.INVITED, person, null);
            return created;
        });
    }

    /** The link for the first administrator; the one before ends. Empty once there is an administrator. */
    Optional<NewInvitation> first(boolean hasAdministrator, UUID system) {
        return database.inTransaction(handle -> {
            handle.execute("DELETE FROM invitation WHERE by = ? AND note = ?", system, FIRST);
            return hasAdministrator ? Optional.empty() : Optional.of(create(handle, system, Role.ADMIN, FIRST, null));
        });
    }

    private NewInvitation create(Handle handle, UUID by, Role role, String note, @Nullable UUID person) {
        AccessSecret secret = AccessSecret.random();
        Instant now = clock.instant();
        NewInvitation created =
                new NewInvitation(UUID.randomUUID(), secret, now.plus(person == null ? LIFE : LIFE_OF_A_PASSWORD_LINK));
        handle.execute("DELETE FROM invitation WHERE expires < ?", now);
        handle.createUpdate(INSERT)
                .bind("id", created.id())
                .bind("secret", secret.digest())
                .bind("role", role.wire())
                .bind("note", note)
                .bind("person", person)
                .bind("by", by)
                .bind("made", now)
                .bind("expires", created.expires())
                .execute();
        return created;
    }

    /** Those that wait, newest first. */
    public List<Invitation> list() {
        return database.withHandle(handle -> handle.createQuery(WAITING)
                .bind("now", clock.instant())
                .map(INVITATION_ROW)
                .list());
    }

    public void withdraw(Actor by, UUID id) {
        boolean withdrawn = database.inTransaction(handle -> {
            boolean there = handle.execute("DELETE FROM invitation WHERE id = ?", id) > 0;
            if (there) {
                log.add(handle, by.id(), Type.INVITATION_WITHDRAWN, id, null);
            }
            return there;
        });
        if (!withdrawn) {
            throw new RefusedAccessException(Reason.UNKNOWN, "there is no invitation " + id);
        }
    }

    /** @throws RefusedAccessException when the link was used, has expired, or never was one */
    public Invitation open(String secret) {
        return database.withHandle(handle -> find(handle, BY_SECRET, secret));
    }

    /** Uses an invitation up. */
    Invitation take(Handle handle, String secret) {
        Invitation invitation = find(handle, BY_SECRET + " FOR UPDATE", secret);
        handle.execute("DELETE FROM invitation WHERE id = ?", invitation.id());
        return invitation;
    }

    private Invitation find(Handle handle, String query, String secret) {
        return handle.createQuery(query)
                .bind("secret", AccessSecret.digest(secret))
                .bind("now", clock.instant())
                .map(INVITATION_ROW)
                .findOne()
                .orElseThrow(() -> new RefusedAccessException(
                        Reason.NOT_LET_IN,
                        "this link was used, has expired, or never was one: ask an administrator for a new one"));
    }
}
