package nudge.labeller.access;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import nudge.labeller.access.AccessLog.Type;
import nudge.labeller.access.AccessLog.Way;
import nudge.labeller.access.RefusedAccessException.Reason;
import nudge.labeller.access.SecondFactor.Purpose;
import nudge.labeller.database.Database;
import nudge.labeller.database.UniqueViolationException;
import nudge.labeller.log.SystemActor;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jspecify.annotations.Nullable;

/** Signs people in, and knows the people and programs that are signed in. Thread-safe. */
public final class Access {
    /** The actor of what this installation does by itself. */
    public static final UUID SYSTEM = SystemActor.ID;

    private static final int FREE_FAILURES_OF_AN_ACCOUNT = 5;
    private static final int FREE_FAILURES_OF_AN_ADDRESS = 30;

    private final Database database;
    private final AccessLog log;
    private final Sessions sessions;
    private final Tokens tokens;
    private final People people;
    private final Invitations invitations;
    private final SecondFactor secondFactor;
    private final Passwords passwords = new Passwords();
    private final KnownBrowsers browsers;
    private final SignInBackoff ofAccounts;
    private final SignInBackoff ofAddresses;
    private final RecentActors recent;
    private final SecondStep secondStep;
    private final Reauthentication reauthentication;

    /**
     * A person who has signed in.
     *
     * @param session the secret of their new session
     * @param device the mark by which their browser is known from now on; empty when they have no password
     */
    public record SignedIn(Actor actor, AccessSecret session, Optional<String> device) {}

    /**
     * Signs in against the accounts of a database.
     *
     * @param clock for the times that are stored
     * @param nanos for waits, as {@link System#nanoTime}
     * @param idle how long a session lasts without a request
     */
    public Access(Database database, Clock clock, LongSupplier nanos, Duration idle) {
        this.database = database;
        log = new AccessLog(database, clock, nanos);
        sessions = new Sessions(database, clock, log, idle);
        tokens = new Tokens(database, clock, log);
        people = new People(database, clock, log, sessions, tokens);
        invitations = new Invitations(database, clock, log);
        secondFactor = new SecondFactor(database, clock, log);
        browsers = new KnownBrowsers(clock);
        ofAccounts = new SignInBackoff(FREE_FAILURES_OF_AN_ACCOUNT, nanos);
        ofAddresses = new SignInBackoff(FREE_FAILURES_OF_AN_ADDRESS, nanos);
        recent = new RecentActors(nanos);
        reauthentication = new Reauthentication(database, log, people, sessions, passwords, ofAccounts, clock);
        secondStep = new SecondStep(database, log, people, secondFactor, ofAccounts, this::begin);
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

    public SecondFactor secondFactor() {
        return secondFactor;
    }

    /** How a sign-in goes on whose password was right, of a person who has a passkey. */
    public SecondStep secondStep() {
        return secondStep;
    }

    public Reauthentication reauthentication() {
        return reauthentication;
    }

    /** The one-time link's secret for the first administrator; empty once there is one. The one before ends. */
    public Optional<AccessSecret> firstAdministrator() {
        return invitations.first(people.hasAdministrator(), SYSTEM).map(Invitations.NewInvitation::secret);
    }

    /**
     * Signs in with a password. Whoever comes from a browser or an address that the account has signed in from before is not
     * kept out by the failures of others.
     *
     * @param address where the request comes from
     * @param device the mark of a browser in which somebody has signed in, or null
     * @throws RefusedAccessException when name and password do not fit
     * @throws SecondFactorNeededException when they do, and the person has a passkey
     * @throws TooManyAttemptsException when account or address have failed too often
     */
    public SignedIn signIn(String name, String password, String address, @Nullable String device) {
        String kept = name.length() > 200 ? "" : Names.normal(name);
        // Postgres keeps no text with a zero in it.
        Optional<People.Account> account = kept.indexOf(0) < 0 ? people.account(kept) : Optional.empty();
        boolean known = account.isPresent() && device != null && browsers.isMarkOf(account.get(), device);
        if (!known) {
            ofAddresses.begin(address);
        }
        String path = known ? "browser " + device : path(account, kept, address);
        ofAccounts.begin(path);
        String encoded = account.map(People.Account::password).orElse(null);
        if (password.length() > Passwords.MOST || !passwords.matches(password, encoded)) {
            UUID subject = account.map(People.Account::id).orElse(null);
            database.useTransaction(
                    handle -> log.addWithWay(handle, null, Type.SIGN_IN_REFUSED, subject, Way.PASSWORD));
            throw new RefusedAccessException(Reason.NOT_LET_IN, "name or password is wrong");
        }
        ofAccounts.forget(path);
        if (!known) {
            ofAddresses.forgive(address);
        }
        Actor actor = account.orElseThrow().actor();
        if (secondFactor.isAskedOf(actor.id())) {
            throw new SecondFactorNeededException(actor, secondFactor.challenge(actor.id(), Purpose.SIGN_IN));
        }
        browsers.note(actor.id(), address);
        return database.inTransaction(handle -> begin(handle, account.get(), Way.PASSWORD));
    }

    /** What failures are counted by: however the name is spelt, the account, and apart for an address that it knows. */
    private String path(Optional<People.Account> account, String name, String address) {
        if (account.isEmpty()) {
            return "name " + name.toLowerCase(Locale.ROOT);
        }
        UUID id = account.get().id();
        return "account " + id + (browsers.hasSignedInFrom(id, address) ? " from " + address : "");
    }

    /**
     * Accepts an invitation: as a new person, or with a new password.
     *
     * @throws RefusedAccessException when the link is no longer good, or name or password are not
     */
    public SignedIn accept(String secret, String name, String password) {
        Invitations.Invitation invitation = invitations.open(secret);
        String kept = invitation.person() == null ? Names.check("name", name) : invitation.note();
        passwords.check(password, kept);
        String encoded = passwords.encode(password);
        Optional<SignedIn> in = unlessTaken(handle -> {
            Invitations.Invitation taken = invitations.take(handle, secret);
            UUID person = taken.person();
            if (person == null) {
                person = people.add(handle, kept, taken.role(), encoded);
            } else {
                people.password(handle, person, person, encoded);
            }
            // A link that somebody else has made is no second factor.
            return SecondFactor.isAskedOf(handle, person)
                    ? Optional.empty()
                    : Optional.of(begin(handle, person, Way.ONE_TIME_LINK));
        });
        forget();
        return in.orElseThrow(() -> new RefusedAccessException(
                Reason.CONFLICT, "the new password is set: sign in with it and your passkey"));
    }

    /**
     * Signs in a person whom an identity provider vouches for.
     *
     * @throws RefusedAccessException when the provider gives them no role
     */
    public SignedIn vouchedFor(String issuer, String subject, String name, @Nullable Role role) {
        String kept = Names.check("name", name);
        Optional<SignedIn> in = unlessTaken(handle -> {
            UUID person = people.vouchedFor(handle, issuer, subject, kept, role);
            if (person == null) {
                log.addWithWay(handle, null, Type.SIGN_IN_REFUSED, null, Way.SINGLE_SIGN_ON);
                return Optional.empty();
            }
            return Optional.of(begin(handle, person, Way.SINGLE_SIGN_ON));
        });
        forget();
        return in.orElseThrow(() -> new RefusedAccessException(
                Reason.NOT_LET_IN, "your identity provider gives you no role in Nudge: ask an administrator of it"));
    }

    /** Changes a person's own password; all their other sessions end. */
    public SignedIn changePassword(Actor actor, String current, String password) {
        People.Account account = people.account(actor.id())
                .filter(found -> actor.isPerson() && found.password() != null)
                .orElseThrow(() ->
                        new RefusedAccessException(Reason.FORBIDDEN, "expected a person who signs in with a password"));
        reauthentication.byPassword(account, current);
        passwords.check(password, account.name());
        String encoded = passwords.encode(password);
        SignedIn in = database.inTransaction(handle -> {
            people.password(handle, actor.id(), actor.id(), encoded);
            return begin(handle, actor.id(), Way.PASSWORD);
        });
        forget();
        return in;
    }

    /** The sessions of a person who signed in with this secret, the one used last first; a program has none. */
    public List<Sessions.Session> sessionsOf(Actor actor, String secret) {
        return actor.isPerson() ? sessions.list(actor.id(), AccessSecret.digest(secret)) : List.of();
    }

    /**
     * Ends one of a person's own sessions.
     *
     * @param secret of the session that asks
     * @param current the person's password
     * @throws RefusedAccessException when the password is wrong, the sign-in too long ago, or there is no such session
     */
    public void endSession(Actor actor, String secret, String current, UUID session) {
        reauthentication.of(actor, secret, current);
        sessions.end(actor.id(), session);
        forget();
    }

    private SignedIn begin(Handle handle, UUID person, Way way) {
        return begin(handle, People.account(handle, person).orElseThrow(() -> People.unknown(person)), way);
    }

    private SignedIn begin(Handle handle, People.Account account, Way way) {
        return new SignedIn(
                account.actor(),
                sessions.begin(handle, account.id(), way),
                browsers.mark(account.id(), account.password()));
    }

    private <T> T unlessTaken(HandleCallback<T, RuntimeException> work) {
        try {
            return database.inTransaction(work);
        } catch (UniqueViolationException taken) {
            throw new RefusedAccessException(
                    Reason.CONFLICT,
                    "somebody has this name already: choose another, for instance with your last name");
        }
    }

    /** The person whose session it is; empty when there is no such session. */
    public Optional<Actor> session(String secret) {
        return recent.find(Actor.Kind.PERSON, secret, sessions::find);
    }

    /** The program whose token it is; empty when there is no such token. */
    public Optional<Actor> token(String secret) {
        return recent.find(Actor.Kind.TOKEN, secret, tokens::find);
    }

    /** Whether the secret was found a moment ago: another look costs nothing. */
    public boolean isRemembered(Actor.Kind kind, String secret) {
        return recent.has(kind, secret);
    }

    /** A session or token that was ended is refused from now on. */
    private void forget() {
        recent.forget();
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
