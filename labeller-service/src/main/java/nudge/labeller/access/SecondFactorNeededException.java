package nudge.labeller.access;

/** The password is right, and this person has to show a passkey or a recovery code behind it. */
public final class SecondFactorNeededException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Actor person;
    private final transient AccessSecret challenge;

    SecondFactorNeededException(Actor person, AccessSecret challenge) {
        super("expected a passkey or a recovery code behind the password", null, false, false);
        this.person = person;
        this.challenge = challenge;
    }

    /** Who signs in; nobody has let them in yet. */
    public Actor person() {
        return person;
    }

    /** What the sign-in goes on with. */
    public AccessSecret challenge() {
        return challenge;
    }
}
