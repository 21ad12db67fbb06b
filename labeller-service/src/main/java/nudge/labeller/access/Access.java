package nudge.labeller.access;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import nudge.labeller.access.AccessDatabase.Statements;
import nudge.labeller.access.AccessLog.Type;
import nudge.labeller.access.RefusedAccessException.Reason;
import nudge.labeller.database.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/** Lets people and programs in. Thread-safe. */
public final class Access {
    /** The actor of what this installation does by itself. */
    public static final UUID SYSTEM = new UUID(0x0000_0000_0000_8000L, 0x8000_0000_0000_0001L);

    private static final int FREE_FAILURES_OF_AN_ACCOUNT = 5;
    private static final int FREE_FAILURES_OF_AN_ADDRESS = 30;
    /** How long another labeller may still let in whom this one has put out. */
    private static final long REMEMBERED_NANOS = Duration.ofSeconds(2).toNanos();

    private static final int MOST_REMEMBERED = 5_000;

    private final AccessDatabase store;
    private final AccessLog log;
    private final Sessions sessions;
    private final Tokens tokens;
    private final People people;
    private final Invitations invitations;
    private final Passwords passwords = new Passwords();
    private final LongSupplier nanos;
    private final SignInBackoff ofAccounts;
    private final SignInBackoff ofAddresses;
    private final Map<Shown, Remembered> remembered = new ConcurrentHashMap<>();

    /** A session's secret is not good as a token, nor a token as a session. */
    private record Shown(Actor.Kind kind, ByteBuffer digest) {
        static Shown of(Actor.Kind kind, String secret) {
            return new Shown(kind, ByteBuffer.wrap(AccessSecret.digest(secret)));
        }
    }

    private record Remembered(Optional<Actor> actor, long at) {}

    /** A person who has come in, and the secret of her new session. */
    public record SignedIn(Actor actor, AccessSecret session) {}

    /**
     * What lets in from here on.
     *
     * @param clock for what is kept
     * @param nanos for waits, as {@link System#nanoTime}
     * @param idle how long a session lasts without a request
     */
    public Access(DataSource database, Clock clock, LongSupplier nanos, Duration idle) {
        this.nanos = nanos;
        store = new AccessDatabase(database);
        log = new AccessLog(store, clock);
        sessions = new Sessions(store, clock, log, idle);
        tokens = new Tokens(store, clock, log);
        people = new People(store, clock, log, sessions, tokens);
        invitations = new Invitations(store, clock, log);
        ofAccounts = new SignInBackoff(FREE_FAILURES_OF_AN_ACCOUNT, nanos);
        ofAddresses = new SignInBackoff(FREE_FAILURES_OF_AN_ADDRESS, nanos);
    }

    public AccessLog log() {
        return log;
    }

    public Tokens tokens() {
        return tokens;
    }

    public People people() {
        return people;
    }

    public Invitations invitations() {
        return invitations;
    }

    /** The one-time link's secret for the first administrator; empty once there is one. The one before ends. */
    public Optional<AccessSecret> firstAdministrator() {
        return invitations.first(people.hasAdministrator(), SYSTEM).map(Invitations.NewInvitation::secret);
    }

    /**
     * Lets in whoever knows the password.
     *
     * @param address whence it comes
     * @throws RefusedAccessException when name and password do not fit
     * @throws TooManyAttemptsException when account or address have failed too often
     */
    public SignedIn signIn(String name, String password, String address) {
        String key = name.length() > 200 ? "" : name.strip().toLowerCase(Locale.ROOT);
        ofAddresses.begin(address);
        ofAccounts.begin(key);
        // Postgres keeps no text with a zero in it.
        Optional<People.Account> account = name.indexOf(0) < 0 ? people.account(name.strip()) : Optional.empty();
        String encoded = account.map(People.Account::password).orElse(null);
        if (password.length() > Passwords.MOST || !passwords.matches(password, encoded)) {
            UUID subject = account.map(People.Account::id).orElse(null);
            store.transaction(statements -> {
                log.add(statements, null, Type.SIGN_IN_REFUSED, subject, null);
                return null;
            });
            throw new RefusedAccessException(Reason.NOT_LET_IN, "name or password is wrong");
        }
        ofAccounts.forget(key);
        ofAddresses.forgive(address);
        Actor actor = account.orElseThrow().actor();
        return store.transaction(statements -> new SignedIn(actor, sessions.begin(statements, actor.id())));
    }

    /**
     * Lets in whoever has an invitation's secret: as a new person, or with a new password.
     *
     * @throws RefusedAccessException when the link is no longer good, or name or password are not
     */
    public SignedIn accept(String secret, String name, String password) {
        Invitations.Invitation invitation = invitations.open(secret);
        String kept = invitation.person() == null ? Names.check("name", name) : invitation.note();
        passwords.check(password, kept);
        String encoded = passwords.encode(password);
        SignedIn in = unlessTaken(statements -> {
            Invitations.Invitation taken = invitations.take(statements, secret);
            UUID person = taken.person();
            if (person == null) {
                person = people.add(statements, kept, taken.role(), encoded);
            } else {
                people.password(statements, person, person, encoded);
            }
            return begin(statements, person);
        });
        forget();
        return in;
    }

    /**
     * Lets in whom an identity provider vouches for.
     *
     * @throws RefusedAccessException when the provider gives her no role
     */
    public SignedIn vouchedFor(String issuer, String subject, String name, @Nullable Role role) {
        String kept = Names.check("name", name);
        Optional<SignedIn> in = unlessTaken(statements -> {
            UUID person = people.vouchedFor(statements, issuer, subject, kept, role);
            return person == null ? Optional.empty() : Optional.of(begin(statements, person));
        });
        forget();
        return in.orElseThrow(() -> new RefusedAccessException(
                Reason.NOT_LET_IN, "your identity provider gives you no role in Nudge: ask an administrator of it"));
    }

    /** Changes a person's own password; every other session of hers ends. */
    public SignedIn changePassword(Actor actor, String current, String password) {
        People.Account account = people.account(actor.id())
                .filter(found -> actor.isPerson() && found.password() != null)
                .orElseThrow(() ->
                        new RefusedAccessException(Reason.FORBIDDEN, "expected a person who signs in with a password"));
        String key = account.name().toLowerCase(Locale.ROOT);
        ofAccounts.begin(key);
        if (!passwords.matches(current, account.password())) {
            throw new RefusedAccessException(Reason.INVALID, "the current password is wrong");
        }
        ofAccounts.forget(key);
        passwords.check(password, account.name());
        String encoded = passwords.encode(password);
        SignedIn in = store.transaction(statements -> {
            people.password(statements, actor.id(), actor.id(), encoded);
            return begin(statements, actor.id());
        });
        forget();
        return in;
    }

    private SignedIn begin(Statements statements, UUID person) throws SQLException {
        Actor actor = statements
                .one(
                        row -> Actor.person(person, row.getString(1), Role.of(row.getString(2))),
                        "SELECT name, role FROM person WHERE id = ?",
                        person)
                .orElseThrow(() -> People.unknown(person));
        return new SignedIn(actor, sessions.begin(statements, person));
    }

    private <T> T unlessTaken(AccessDatabase.Work<T> work) {
        try {
            return store.transaction(work);
        } catch (AccessDatabase.TakenException taken) {
            throw new RefusedAccessException(
                    Reason.CONFLICT,
                    "somebody has this name already: choose another, for instance with your last name");
        }
    }

    /** The person whose session it is. */
    public Optional<Actor> session(String secret) {
        return remembered(Shown.of(Actor.Kind.PERSON, secret), sessions::find);
    }

    /** The program whose token it is. */
    public Optional<Actor> token(String secret) {
        return remembered(Shown.of(Actor.Kind.TOKEN, secret), tokens::find);
    }

    /** Whether the secret was looked up a moment ago and let its bearer in: another look costs nothing. */
    public boolean isRemembered(Actor.Kind kind, String secret) {
        Remembered known = remembered.get(Shown.of(kind, secret));
        return known != null && known.actor.isPresent() && isFresh(known);
    }

    private Optional<Actor> remembered(Shown shown, Function<byte[], Optional<Actor>> find) {
        Remembered known = remembered.get(shown);
        if (known != null && isFresh(known)) {
            return known.actor;
        }
        if (remembered.size() >= MOST_REMEMBERED) {
            remembered.clear();
        }
        long at = nanos.getAsLong();
        try {
            Optional<Actor> actor = find.apply(shown.digest().array());
            remembered.put(shown, new Remembered(actor, at));
            return actor;
        } catch (StoreUnavailableException down) {
            if (known == null) {
                throw down;
            }
            // Nobody can be put out meanwhile, and whoever is in sees what is wrong.
            return known.actor;
        }
    }

    private boolean isFresh(Remembered known) {
        return nanos.getAsLong() - known.at < REMEMBERED_NANOS;
    }

    /** Whoever was put out stays out from now on. */
    private void forget() {
        remembered.clear();
    }

    public void signOut(Actor actor, String secret) {
        sessions.end(actor, AccessSecret.digest(secret));
        forget();
    }

    public void signOutEverywhere(Actor by, UUID person) {
        people.signOutEverywhere(by, person);
        forget();
    }

    public void changeRole(Actor by, UUID person, Role role) {
        people.changeRole(by, person, role);
        forget();
    }

    public void erase(Actor by, UUID person) {
        people.erase(by, person);
        forget();
    }

    public void revokeToken(Actor by, UUID token) {
        tokens.revoke(by, token);
        forget();
    }
}
