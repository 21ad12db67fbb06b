package nudge.labeller.access;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nudge.labeller.access.AccessDatabase.Statements;
import nudge.labeller.access.AccessLog.Type;
import nudge.labeller.access.RefusedAccessException.Reason;
import org.jspecify.annotations.Nullable;

/** One-time links: for a new person, or for the new password of one who is there. */
public final class Invitations {
    private static final Duration LIFE = Duration.ofDays(7);
    private static final String FIRST = "first administrator";

    private final AccessDatabase store;
    private final Clock clock;
    private final AccessLog log;

    Invitations(AccessDatabase store, Clock clock, AccessLog log) {
        this.store = store;
        this.clock = clock;
        this.log = log;
    }

    /**
     * An invitation that nobody has accepted yet.
     *
     * @param note whom it is meant for
     * @param person who gets a new password, or null for somebody new
     */
    public record Invitation(
            UUID id, Role role, String note, @Nullable UUID person, Instant expires) {}

    /** A new invitation. */
    public record NewInvitation(UUID id, AccessSecret secret, Instant expires) {}

    public NewInvitation invite(Actor by, Role role, String note) {
        String checked = note.isBlank() ? "" : Names.check("note", note);
        return store.transaction(statements -> {
            NewInvitation created = create(statements, by.id(), role, checked, null);
            log.add(statements, by.id(), Type.INVITED, created.id(), role);
            return created;
        });
    }

    /** A link with which a person sets a new password; the one before ends. */
    public NewInvitation newPassword(Actor by, UUID person) {
        return store.transaction(statements -> {
            String name = statements
                    .one(row -> row.getString(1), "SELECT name FROM person WHERE id = ?", person)
                    .orElseThrow(() -> People.unknown(person));
            statements.update("DELETE FROM invitation WHERE person = ?", person);
            NewInvitation created = create(statements, by.id(), Role.ANNOTATOR, name, person);
            log.add(statements, by.id(), Type.INVITED, person, null);
            return created;
        });
    }

    /** The link for the first administrator; the one before ends. Empty once there is an administrator. */
    Optional<NewInvitation> first(boolean hasAdministrator, UUID system) {
        return store.transaction(statements -> {
            statements.update("DELETE FROM invitation WHERE by = ? AND note = ?", system, FIRST);
            return hasAdministrator
                    ? Optional.empty()
                    : Optional.of(create(statements, system, Role.ADMIN, FIRST, null));
        });
    }

    private NewInvitation create(Statements statements, UUID by, Role role, String note, @Nullable UUID person)
            throws SQLException {
        AccessSecret secret = AccessSecret.random();
        Instant now = clock.instant();
        NewInvitation created = new NewInvitation(UUID.randomUUID(), secret, now.plus(LIFE));
        statements.update("DELETE FROM invitation WHERE expires < ?", now);
        statements.update(
                "INSERT INTO invitation (id, secret, role, note, person, by, made, expires)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                created.id(),
                secret.digest(),
                role,
                note,
                person,
                by,
                now,
                created.expires());
        return created;
    }

    /** Those that wait, newest first. */
    public List<Invitation> list() {
        return store.list(
                Invitations::read,
                "SELECT id, role, note, person, expires FROM invitation WHERE expires > ? ORDER BY made DESC",
                clock.instant());
    }

    private static Invitation read(java.sql.ResultSet row) throws SQLException {
        return new Invitation(
                row.getObject(1, UUID.class),
                Role.of(row.getString(2)),
                row.getString(3),
                row.getObject(4, UUID.class),
                AccessDatabase.time(row, 5));
    }

    public void withdraw(Actor by, UUID id) {
        boolean withdrawn = store.transaction(statements -> {
            boolean there = statements.update("DELETE FROM invitation WHERE id = ?", id) > 0;
            if (there) {
                log.add(statements, by.id(), Type.INVITATION_WITHDRAWN, id, null);
            }
            return there;
        });
        if (!withdrawn) {
            throw new RefusedAccessException(Reason.UNKNOWN, "there is no invitation " + id);
        }
    }

    /** @throws RefusedAccessException when the link was used, has expired, or never was one */
    public Invitation open(String secret) {
        return store.transaction(statements -> find(statements, secret, ""));
    }

    /** Uses an invitation up. */
    Invitation take(Statements statements, String secret) throws SQLException {
        Invitation invitation = find(statements, secret, " FOR UPDATE");
        statements.update("DELETE FROM invitation WHERE id = ?", invitation.id());
        return invitation;
    }

    private Invitation find(Statements statements, String secret, String lock) throws SQLException {
        return statements
                .one(
                        Invitations::read,
                        "SELECT id, role, note, person, expires FROM invitation WHERE secret = ? AND expires > ?"
                                + lock,
                        AccessSecret.digest(secret),
                        clock.instant())
                .orElseThrow(() -> new RefusedAccessException(
                        Reason.NOT_LET_IN,
                        "this link was used, has expired, or never was one: ask an administrator for a new one"));
    }
}
