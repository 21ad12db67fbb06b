package nudge.labeller.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import nudge.labeller.access.AccessLog.Type;
import nudge.labeller.access.RefusedAccessException.Reason;
import nudge.labeller.database.Database;
import nudge.labeller.database.SqlFile;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/**
 * What a person shows behind their password, if they want it so: a passkey, or a recovery code when they have lost it. Knows
 * nothing of how a passkey signs.
 */
public final class SecondFactor {
    private static final Duration LIFE_OF_A_CHALLENGE = Duration.ofMinutes(5);
    private static final int CODES = 10;
    private static final int MOST = 10;

    private static final String LIST = SqlFile.read(SecondFactor.class, "list-passkeys");
    private static final String INSERT = SqlFile.read(SecondFactor.class, "insert-passkey");
    private static final String CHALLENGED = SqlFile.read(SecondFactor.class, "find-challenged");
    private static final RowMapper<Passkey> PASSKEY_ROW = ConstructorMapper.of(Passkey.class);

    private final Database database;
    private final Clock clock;
    private final AccessLog log;

    SecondFactor(Database database, Clock clock, AccessLog log) {
        this.database = database;
        this.clock = clock;
        this.log = log;
    }

    /** What a passkey is asked to sign for. */
    public enum Purpose {
        ADD,
        SIGN_IN;

        private String wire() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * A passkey.
     *
     * @param credential how its authenticator knows it
     * @param attestation what the authenticator said of it when it was added
     * @param transports how a browser reaches the authenticator, with commas
     */
    public record Passkey(
            UUID id,
            byte[] credential,
            byte[] attestation,
            String transports,
            String label,
            Instant made,
            @Nullable Instant used) {}

    /** What is left of a person's second factor. */
    public record State(List<Passkey> passkeys, int codes) {}

    /** Whether a person signs in with more than a password. */
    boolean isAskedOf(UUID person) {
        return database.withHandle(handle -> isAskedOf(handle, person));
    }

    static boolean isAskedOf(Handle handle, UUID person) {
        return handle.select("SELECT count(*) FROM passkey WHERE person = ?", person)
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    /** Begins what a passkey is to sign: the secret's {@link #bytes}. Good for some minutes. */
    public AccessSecret challenge(UUID person, Purpose purpose) {
        AccessSecret secret = AccessSecret.random();
        Instant now = clock.instant();
        database.useTransaction(handle -> {
            handle.execute("DELETE FROM passkey_challenge WHERE expires < ?", now);
            handle.execute(
                    "INSERT INTO passkey_challenge VALUES (?, ?, ?, ?)",
                    secret.digest(),
                    person,
                    purpose.wire(),
                    now.plus(LIFE_OF_A_CHALLENGE));
        });
        return secret;
    }

    /** What is signed. */
    public static byte[] bytes(String secret) {
        return AccessSecret.digest(secret);
    }

    /**
     * Who is asked.
     *
     * @throws RefusedAccessException when the challenge is over, or never was one
     */
    public UUID challenged(String secret, Purpose purpose) {
        return database.withHandle(handle -> challenged(handle, secret, purpose));
    }

    private UUID challenged(Handle handle, String secret, Purpose purpose) {
        return handle.createQuery(CHALLENGED)
                .bind("secret", AccessSecret.digest(secret))
                .bind("purpose", purpose.wire())
                .bind("now", clock.instant())
                .mapTo(UUID.class)
                .findOne()
                .orElseThrow(() -> new RefusedAccessException(Reason.NOT_LET_IN, "this took too long: begin again"));
    }

    /** Uses a challenge up. */
    UUID take(Handle handle, String secret, Purpose purpose) {
        UUID person = challenged(handle, secret, purpose);
        if (handle.execute("DELETE FROM passkey_challenge WHERE secret = ?", AccessSecret.digest(secret)) == 0) {
            throw new RefusedAccessException(Reason.NOT_LET_IN, "this was used already: begin again");
        }
        return person;
    }

    public State state(UUID person) {
        return database.withHandle(handle -> new State(
                passkeys(handle, person),
                handle.select("SELECT count(*) FROM recovery_code WHERE person = ?", person)
                        .mapTo(Integer.class)
                        .one()));
    }

    private static List<Passkey> passkeys(Handle handle, UUID person) {
        return handle.createQuery(LIST).bind("person", person).map(PASSKEY_ROW).list();
    }

    /**
     * Adds a passkey whose signature is good.
     *
     * @param secret of the challenge, which is used up
     * @return recovery codes, with a person's first passkey; shown this once
     */
    public List<String> add(
            Actor by, String secret, byte[] credential, byte[] attestation, String transports, String label) {
        String checked = Names.check("name", label);
        return database.inTransaction(handle -> {
            UUID person = take(handle, secret, Purpose.ADD);
            if (!person.equals(by.id()) || passkeys(handle, person).size() >= MOST) {
                throw new RefusedAccessException(Reason.CONFLICT, "expected at most " + MOST + " passkeys");
            }
            boolean first = !isAskedOf(handle, person);
            UUID id = UUID.randomUUID();
            handle.createUpdate(INSERT)
                    .bind("id", id)
                    .bind("person", person)
                    .bind("credential", credential)
                    .bind("attestation", attestation)
                    .bind("transports", transports)
                    .bind("label", checked)
                    .bind("made", clock.instant())
                    .execute();
            log.add(handle, person, Type.PASSKEY_ADDED, id, null);
            return first ? newCodes(handle, person) : List.of();
        });
    }

    private static List<String> newCodes(Handle handle, UUID person) {
        handle.execute("DELETE FROM recovery_code WHERE person = ?", person);
        List<String> codes = Stream.generate(RecoveryCode::random).limit(CODES).toList();
        for (String code : codes) {
            handle.execute("INSERT INTO recovery_code VALUES (?, ?)", RecoveryCode.digest(code), person);
        }
        return codes;
    }

    /** Uses a recovery code up; false when the person has no such code. */
    static boolean takeCode(Handle handle, UUID person, String typed) {
        return handle.execute(
                        "DELETE FROM recovery_code WHERE person = ? AND digest = ?", person, RecoveryCode.digest(typed))
                > 0;
    }

    /** Notes that a passkey has signed. */
    void noteUse(Handle handle, UUID passkey) {
        handle.execute("UPDATE passkey SET used = ? WHERE id = ?", clock.instant(), passkey);
    }

    /** With the last passkey the recovery codes go, and a password is enough again. */
    public void remove(UUID person, UUID passkey) {
        database.useTransaction(handle -> {
            if (handle.execute("DELETE FROM passkey WHERE person = ? AND id = ?", person, passkey) == 0) {
                throw new RefusedAccessException(Reason.UNKNOWN, "there is no passkey " + passkey + " of yours");
            }
            if (!isAskedOf(handle, person)) {
                handle.execute("DELETE FROM recovery_code WHERE person = ?", person);
            }
            log.add(handle, person, Type.PASSKEY_REMOVED, passkey, null);
        });
    }

    /** For somebody who has lost passkeys and codes, and whom an administrator knows. */
    public void reset(Actor by, UUID person) {
        database.useTransaction(handle -> {
            handle.execute("DELETE FROM recovery_code WHERE person = ?", person);
            if (handle.execute("DELETE FROM passkey WHERE person = ?", person) > 0) {
                log.add(handle, by.id(), Type.PASSKEY_REMOVED, person, null);
            }
        });
    }
}
