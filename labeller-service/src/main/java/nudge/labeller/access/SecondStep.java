package nudge.labeller.access;

import java.util.Optional;
import java.util.UUID;
import nudge.labeller.access.Access.SignedIn;
import nudge.labeller.access.AccessLog.Type;
import nudge.labeller.access.AccessLog.Way;
import nudge.labeller.access.RefusedAccessException.Reason;
import nudge.labeller.access.SecondFactor.Purpose;
import nudge.labeller.database.Database;
import org.jdbi.v3.core.Handle;

/** How a sign-in goes on whose password was right, of a person who has a passkey. */
public final class SecondStep {
    private final Database database;
    private final AccessLog log;
    private final People people;
    private final SecondFactor factor;
    private final SignInBackoff guesses;
    private final Beginning beginning;

    /** Begins the session of a person. */
    interface Beginning {
        SignedIn begin(Handle handle, UUID person, Way way);
    }

    SecondStep(
            Database database,
            AccessLog log,
            People people,
            SecondFactor factor,
            SignInBackoff guesses,
            Beginning beginning) {
        this.database = database;
        this.log = log;
        this.people = people;
        this.factor = factor;
        this.guesses = guesses;
        this.beginning = beginning;
    }

    /**
     * Who has shown their password, and is asked for a second factor.
     *
     * @throws RefusedAccessException when the challenge is over, or never was one
     */
    public Actor challenged(String challenge) {
        UUID person = factor.challenged(challenge, Purpose.SIGN_IN);
        return people.account(person).orElseThrow(() -> People.unknown(person)).actor();
    }

    /** Signs in a person of whose passkeys one has signed the challenge. */
    public SignedIn withPasskey(String challenge, UUID passkey) {
        return database.inTransaction(handle -> {
            UUID person = factor.take(handle, challenge, Purpose.SIGN_IN);
            factor.noteUse(handle, passkey);
            return beginning.begin(handle, person, Way.PASSKEY);
        });
    }

    /**
     * Signs in with a recovery code, which is used up.
     *
     * @throws RefusedAccessException when it is none of the person's
     * @throws TooManyAttemptsException when that was so too often
     */
    public SignedIn withCode(String challenge, String code) {
        Actor person = challenged(challenge);
        String key = "second factor of " + person.id();
        guesses.begin(key);
        Optional<SignedIn> in = database.inTransaction(handle -> {
            if (!SecondFactor.takeCode(handle, person.id(), code)) {
                return Optional.empty();
            }
            factor.take(handle, challenge, Purpose.SIGN_IN);
            return Optional.of(beginning.begin(handle, person.id(), Way.RECOVERY_CODE));
        });
        if (in.isEmpty()) {
            refuse(person, Way.RECOVERY_CODE);
            throw new RefusedAccessException(Reason.NOT_LET_IN, "this is no recovery code of yours, or it was used");
        }
        guesses.forget(key);
        return in.get();
    }

    /** Notes that no passkey of the person's has signed what was asked. */
    public void passkeyRefused(Actor person) {
        refuse(person, Way.PASSKEY);
    }

    private void refuse(Actor person, Way way) {
        database.useTransaction(handle -> log.addWithWay(handle, null, Type.SIGN_IN_REFUSED, person.id(), way));
    }
}
