package nudge.labeller.access;

import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import nudge.labeller.access.AccessLog.Type;
import nudge.labeller.access.AccessLog.Way;
import nudge.labeller.access.RefusedAccessException.Reason;
import nudge.labeller.database.Database;

/** Makes sure, before something that matters, that it is the person who asks. */
public final class Reauthentication {
    /** So long a sign-in through the identity provider stands for a password. */
    private static final Duration FRESH = Duration.ofMinutes(10);

    private final Database database;
    private final AccessLog log;
    private final People people;
    private final Sessions sessions;
    private final Passwords passwords;
    private final SignInBackoff guesses;
    private final Clock clock;

    Reauthentication(
            Database database,
            AccessLog log,
            People people,
            Sessions sessions,
            Passwords passwords,
            SignInBackoff guesses,
            Clock clock) {
        this.database = database;
        this.log = log;
        this.people = people;
        this.sessions = sessions;
        this.passwords = passwords;
        this.guesses = guesses;
        this.clock = clock;
    }

    /** @throws RefusedAccessException when the person's current password is another */
    void byPassword(People.Account account, String current) {
        String key = "password of " + account.id();
        guesses.begin(key);
        if (!passwords.matches(current, account.password())) {
            UUID person = account.id();
            database.useTransaction(
                    handle -> log.addWithWay(handle, person, Type.PASSWORD_REFUSED, person, Way.PASSWORD));
            throw new RefusedAccessException(Reason.INVALID, "the current password is wrong");
        }
        guesses.forget(key);
    }

    /**
     * By the password, or by a sign-in a moment ago where there is none.
     *
     * @param secret of the session that asks
     * @param current the person's password
     * @throws RefusedAccessException when the password is wrong, or the sign-in too long ago
     */
    public void of(Actor actor, String secret, String current) {
        People.Account account = people.account(actor.id())
                .filter(found -> actor.isPerson())
                .orElseThrow(() -> new RefusedAccessException(Reason.FORBIDDEN, "expected a person, got a token"));
        if (account.password() != null) {
            byPassword(account, current);
        } else if (sessions.list(actor.id(), AccessSecret.digest(secret)).stream()
                .noneMatch(each ->
                        each.current() && each.began().isAfter(clock.instant().minus(FRESH)))) {
            throw new RefusedAccessException(
                    Reason.INVALID,
                    "expected a sign-in within the last " + FRESH.toMinutes() + " minutes: sign out and in again");
        }
    }
}
