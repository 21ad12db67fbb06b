package nudge.labeller.access;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import nudge.labeller.access.AccessLog.Type;
import nudge.labeller.access.RefusedAccessException.Reason;
import nudge.labeller.database.Database;
import nudge.labeller.database.SqlFile;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/** The people who may sign in. There is always an administrator, once there was one. */
public final class People {
    private static final String LIST = SqlFile.read(People.class, "list-people");
    private static final String NAMES = SqlFile.read(People.class, "find-names");
    private static final String INSERT = SqlFile.read(People.class, "insert-person");
    private static final String LOCK_ADMINISTRATORS = SqlFile.read(People.class, "lock-administrators");
    private static final String LOCK_BY_SUBJECT = SqlFile.read(People.class, "lock-person-by-subject");
    private static final String END_INVITATIONS = SqlFile.read(People.class, "end-invitations-of-maker");
    private static final String ACCOUNT = "SELECT id, name, role, password FROM person WHERE ";
    private static final RowMapper<Person> PERSON_ROW = ConstructorMapper.of(Person.class);
    private static final RowMapper<Account> ACCOUNT_ROW = ConstructorMapper.of(Account.class);

    private final Database database;
    private final Clock clock;
    private final AccessLog log;
    private final Sessions sessions;
    private final Tokens tokens;

    People(Database database, Clock clock, AccessLog log, Sessions sessions, Tokens tokens) {
        this.database = database;
        this.clock = clock;
        this.log = log;
        this.sessions = sessions;
        this.tokens = tokens;
    }

    /**
     * A person.
     *
     * @param singleSignOn whether they sign in by single sign-on
     * @param refused when the identity provider gave them no role: then they may not sign in; null when it gave them one since
     * @param seen last sign-in
     */
    public record Person(
            UUID id,
            String name,
            Role role,
            boolean singleSignOn,
            @Nullable Instant refused,
            Instant added,
            @Nullable Instant seen) {}

    /** What a password is compared with. */
    record Account(
            UUID id, String name, Role role, @Nullable String password) {
        Actor actor() {
            return Actor.person(id, name, role);
        }
    }

    /** In the order of their names. */
    public List<Person> list() {
        return database.withHandle(
                handle -> handle.createQuery(LIST).map(PERSON_ROW).list());
    }

    /** The names of people and tokens that are still known. */
    public Map<UUID, String> names(Set<UUID> ids) {
        Map<UUID, String> names = new HashMap<>(Map.of(Access.SYSTEM, "Nudge itself"));
        database.useHandle(handle -> handle.createQuery(NAMES)
                .bind("ids", ids.toArray(UUID[]::new))
                .map((row, context) -> names.put(row.getObject("id", UUID.class), row.getString("name")))
                .list());
        return names;
    }

    Optional<Account> account(String name) {
        return database.withHandle(handle -> account(handle, "lower(name) = lower(?)", name));
    }

    Optional<Account> account(UUID id) {
        return database.withHandle(handle -> account(handle, id));
    }

    static Optional<Account> account(Handle handle, UUID id) {
        return account(handle, "id = ?", id);
    }

    private static Optional<Account> account(Handle handle, String condition, Object value) {
        return handle.select(ACCOUNT + condition, value).map(ACCOUNT_ROW).findOne();
    }

    boolean hasAdministrator() {
        return database.withHandle(
                        handle -> handle.select("SELECT 1 FROM person WHERE role = 'admin' AND refused IS NULL LIMIT 1")
                                .mapTo(Integer.class)
                                .findOne())
                .isPresent();
    }

    UUID add(Handle handle, String name, Role role, @Nullable String password) {
        UUID id = UUID.randomUUID();
        handle.createUpdate(INSERT)
                .bind("id", id)
                .bind("name", name)
                .bind("role", role.wire())
                .bind("password", password)
                .bind("added", clock.instant())
                .execute();
        log.add(handle, id, Type.JOINED, null, role);
        return id;
    }

    void changeRole(Actor by, UUID id, Role role) {
        database.useTransaction(handle -> {
            Role before = roleForUpdate(handle, id);
            if (before != role) {
                if (before == Role.ADMIN) {
                    keepAnAdministrator(handle, id);
                    endInvitations(handle, by.id(), id);
                }
                handle.execute("UPDATE person SET role = ? WHERE id = ?", role.wire(), id);
                tokens.lower(handle, id, role);
                log.add(handle, by.id(), Type.ROLE_CHANGED, id, role);
            }
        });
    }

    void erase(Actor by, UUID id) {
        database.useTransaction(handle -> {
            if (roleForUpdate(handle, id) == Role.ADMIN) {
                keepAnAdministrator(handle, id);
            }
            endInvitations(handle, by.id(), id);
            handle.execute("DELETE FROM person WHERE id = ?", id);
            log.add(handle, by.id(), Type.ERASED, id, null);
        });
    }

    /** Whoever may invite no longer has invited nobody: the open links of a person and of their programs end. */
    private void endInvitations(Handle handle, UUID by, UUID maker) {
        List<UUID> ended = handle.createQuery(END_INVITATIONS)
                .bind("maker", maker)
                .mapTo(UUID.class)
                .list();
        for (UUID invitation : ended) {
            log.add(handle, by, Type.INVITATION_WITHDRAWN, invitation, null);
        }
    }

    private static Role roleForUpdate(Handle handle, UUID id) {
        return handle.select("SELECT role FROM person WHERE id = ? FOR UPDATE", id)
                .mapTo(Role.class)
                .findOne()
                .orElseThrow(() -> unknown(id));
    }

    static RefusedAccessException unknown(UUID id) {
        return new RefusedAccessException(Reason.UNKNOWN, "there is no person " + id);
    }

    private static void keepAnAdministrator(Handle handle, UUID but) {
        List<UUID> administrators =
                handle.createQuery(LOCK_ADMINISTRATORS).mapTo(UUID.class).list();
        if (administrators.equals(List.of(but))) {
            throw new RefusedAccessException(
                    Reason.CONFLICT, "expected at least one other administrator: make somebody else one first");
        }
    }

    void signOutEverywhere(Actor by, UUID id) {
        database.useTransaction(handle -> sessions.endAll(handle, by.id(), id));
    }

    /** Sets a password, and ends all sessions. */
    void password(Handle handle, UUID by, UUID id, String encoded) {
        if (handle.execute("UPDATE person SET password = ? WHERE id = ?", encoded, id) == 0) {
            throw unknown(id);
        }
        log.add(handle, by, Type.PASSWORD_CHANGED, id, null);
        sessions.endAll(handle, by, id);
    }

    /**
     * The person whom an identity provider vouches for: known by issuer and subject, and added the first time.
     *
     * @param role what the provider says, or null when it says that they have none: then their sessions and tokens end
     * @return null when they may not sign in
     */
    @Nullable
    UUID vouchedFor(Handle handle, String issuer, String subject, String name, @Nullable Role role) {
        UUID known = handle.createQuery(LOCK_BY_SUBJECT)
                .bind("issuer", issuer)
                .bind("subject", subject)
                .mapTo(UUID.class)
                .findOne()
                .orElse(null);
        if (role == null) {
            if (known != null) {
                sessions.endAll(handle, known, known);
                tokens.revokeAll(handle, known, known);
                endInvitations(handle, known, known);
                handle.execute("UPDATE person SET refused = ? WHERE id = ?", clock.instant(), known);
            }
            return null;
        }
        if (known == null) {
            UUID added = add(handle, freeName(handle, name), role, null);
            handle.execute("UPDATE person SET issuer = ?, subject = ? WHERE id = ?", issuer, subject, added);
            return added;
        }
        handle.execute("UPDATE person SET refused = NULL WHERE id = ?", known);
        String given = role.wire();
        if (handle.execute("UPDATE person SET role = ? WHERE id = ? AND role <> ?", given, known, given) > 0) {
            tokens.lower(handle, known, role);
            if (role != Role.ADMIN) {
                endInvitations(handle, known, known);
            }
            log.add(handle, known, Type.ROLE_CHANGED, known, role);
        }
        return known;
    }

    private static String freeName(Handle handle, String name) {
        String free = name;
        for (int i = 2; isTaken(handle, free); i++) {
            free = name + " (" + i + ")";
        }
        return free;
    }

    private static boolean isTaken(Handle handle, String name) {
        return handle.select("SELECT 1 FROM person WHERE lower(name) = lower(?)", name)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }
}
