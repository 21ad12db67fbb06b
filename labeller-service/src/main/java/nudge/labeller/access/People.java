package nudge.labeller.access;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import nudge.labeller.access.AccessDatabase.Statements;
import nudge.labeller.access.AccessLog.Type;
import nudge.labeller.access.RefusedAccessException.Reason;
import org.jspecify.annotations.Nullable;

/** Who may come in. There is always an administrator, once there was one. */
public final class People {
    private final AccessDatabase store;
    private final Clock clock;
    private final AccessLog log;
    private final Sessions sessions;
    private final Tokens tokens;

    People(AccessDatabase store, Clock clock, AccessLog log, Sessions sessions, Tokens tokens) {
        this.tokens = tokens;
        this.store = store;
        this.clock = clock;
        this.log = log;
        this.sessions = sessions;
    }

    /**
     * A person.
     *
     * @param singleSignOn whether she comes by single sign-on
     * @param refused when the identity provider gave her no role, unless it gave her one since: then she may not come in
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
        return store.list(
                row -> new Person(
                        row.getObject(1, UUID.class),
                        row.getString(2),
                        Role.of(row.getString(3)),
                        row.getBoolean(4),
                        AccessDatabase.instant(row, 5),
                        AccessDatabase.time(row, 6),
                        AccessDatabase.instant(row, 7)),
                "SELECT id, name, role, subject IS NOT NULL, refused, added, seen FROM person ORDER BY lower(name)");
    }

    /** The names of people and tokens that are still known. */
    public Map<UUID, String> names(Set<UUID> ids) {
        Map<UUID, String> names = new HashMap<>(Map.of(Access.SYSTEM, "Nudge itself"));
        store.list(
                row -> names.put(row.getObject(1, UUID.class), row.getString(2)),
                "SELECT id, name FROM person WHERE id = ANY (?) UNION ALL SELECT id, name FROM token WHERE id = ANY (?)",
                ids.toArray(UUID[]::new),
                ids.toArray(UUID[]::new));
        return names;
    }

    Optional<Account> account(String name) {
        return account("lower(name) = lower(?)", name);
    }

    Optional<Account> account(UUID id) {
        return account("id = ?", id);
    }

    private Optional<Account> account(String where, Object value) {
        return store.one(
                row -> new Account(
                        row.getObject(1, UUID.class), row.getString(2), Role.of(row.getString(3)), row.getString(4)),
                "SELECT id, name, role, password FROM person WHERE " + where,
                value);
    }

    boolean hasAdministrator() {
        return store.one(row -> true, "SELECT 1 FROM person WHERE role = 'admin' AND refused IS NULL LIMIT 1")
                .isPresent();
    }

    UUID add(Statements statements, String name, Role role, @Nullable String password) throws SQLException {
        UUID id = UUID.randomUUID();
        statements.update(
                "INSERT INTO person (id, name, role, password, added) VALUES (?, ?, ?, ?, ?)",
                id,
                name,
                role,
                password,
                clock.instant());
        log.add(statements, id, Type.JOINED, null, role);
        return id;
    }

    void changeRole(Actor by, UUID id, Role role) {
        store.transaction(statements -> {
            Role before = roleForUpdate(statements, id);
            if (before != role) {
                if (before == Role.ADMIN) {
                    keepAnAdministrator(statements, id);
                }
                statements.update("UPDATE person SET role = ? WHERE id = ?", role, id);
                tokens.lower(statements, id, role);
                log.add(statements, by.id(), Type.ROLE_CHANGED, id, role);
            }
            return null;
        });
    }

    void erase(Actor by, UUID id) {
        store.transaction(statements -> {
            if (roleForUpdate(statements, id) == Role.ADMIN) {
                keepAnAdministrator(statements, id);
            }
            statements.update("DELETE FROM person WHERE id = ?", id);
            log.add(statements, by.id(), Type.ERASED, id, null);
            return null;
        });
    }

    private static Role roleForUpdate(Statements statements, UUID id) throws SQLException {
        return statements
                .one(row -> Role.of(row.getString(1)), "SELECT role FROM person WHERE id = ? FOR UPDATE", id)
                .orElseThrow(() -> unknown(id));
    }

    static RefusedAccessException unknown(UUID id) {
        return new RefusedAccessException(Reason.UNKNOWN, "there is no person " + id);
    }

    private static void keepAnAdministrator(Statements statements, UUID but) throws SQLException {
        List<UUID> administrators = statements.list(
                row -> row.getObject(1, UUID.class),
                "SELECT id FROM person WHERE role = 'admin' AND refused IS NULL ORDER BY id FOR UPDATE");
        if (administrators.equals(List.of(but))) {
            throw new RefusedAccessException(
                    Reason.CONFLICT, "expected at least one other administrator: make somebody else one first");
        }
    }

    void signOutEverywhere(Actor by, UUID id) {
        store.transaction(statements -> {
            sessions.endAll(statements, by.id(), id);
            return null;
        });
    }

    /** Sets a password, and ends all sessions. */
    void password(Statements statements, UUID by, UUID id, String encoded) throws SQLException {
        if (statements.update("UPDATE person SET password = ? WHERE id = ?", encoded, id) == 0) {
            throw unknown(id);
        }
        log.add(statements, by, Type.PASSWORD_CHANGED, id, null);
        sessions.endAll(statements, by, id);
    }

    /**
     * The person whom an identity provider vouches for: known by issuer and subject, added at the first time.
     *
     * @param role what the provider says, or null when it says that she has none: then her sessions and tokens end
     * @return null when she is not to be let in
     */
    @Nullable
    UUID vouchedFor(Statements statements, String issuer, String subject, String name, @Nullable Role role)
            throws SQLException {
        UUID known = statements
                .one(
                        row -> row.getObject(1, UUID.class),
                        "SELECT id FROM person WHERE issuer = ? AND subject = ? FOR UPDATE",
                        issuer,
                        subject)
                .orElse(null);
        if (role == null) {
            if (known != null) {
                sessions.endAll(statements, known, known);
                tokens.revokeAll(statements, known, known);
                statements.update("UPDATE person SET refused = ? WHERE id = ?", clock.instant(), known);
            }
            return null;
        }
        if (known == null) {
            UUID added = add(statements, freeName(statements, name), role, null);
            statements.update("UPDATE person SET issuer = ?, subject = ? WHERE id = ?", issuer, subject, added);
            return added;
        }
        statements.update("UPDATE person SET refused = NULL WHERE id = ?", known);
        if (statements.update("UPDATE person SET role = ? WHERE id = ? AND role <> ?", role, known, role) > 0) {
            tokens.lower(statements, known, role);
            log.add(statements, known, Type.ROLE_CHANGED, known, role);
        }
        return known;
    }

    private static String freeName(Statements statements, String name) throws SQLException {
        String free = name;
        for (int i = 2;
                statements
                        .one(row -> true, "SELECT 1 FROM person WHERE lower(name) = lower(?)", free)
                        .isPresent();
                i++) {
            free = name + " (" + i + ")";
        }
        return free;
    }
}
