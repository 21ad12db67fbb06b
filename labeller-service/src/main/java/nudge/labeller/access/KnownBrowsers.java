package nudge.labeller.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which browsers and addresses an account has signed in from. They have a path of their own to sign in by: whoever guesses from
 * elsewhere does not keep the account's owner out. A browser shows a mark, {@code account.day.number.code}, whose code depends on
 * the password as it is kept: it ends with the password, and needs no table. An address is known to this process. Thread-safe.
 */
public final class KnownBrowsers {
    /** So long a mark is good for; each sign-in gives a new one. */
    public static final Duration LIFE = Duration.ofDays(180);

    private static final int MOST_ADDRESSES = 20_000;
    private static final String PURPOSE = "known browser ";

    private final Clock clock;
    private final RecentKeys<String, Boolean> addresses = new RecentKeys<>(MOST_ADDRESSES);

    KnownBrowsers(Clock clock) {
        this.clock = clock;
    }

    /** The mark of a browser in which this account signs in; empty for one without a password. */
    Optional<String> mark(UUID account, @Nullable String encodedPassword) {
        String text = account + "." + today() + "." + UUID.randomUUID();
        return encodedPassword == null ? Optional.empty() : Optional.of(text + "." + code(text, encodedPassword));
    }

    /** Whether a browser has signed in to this account, and its password is still the same. */
    boolean isMarkOf(People.Account account, String mark) {
        String[] parts = mark.split("\\.", -1);
        if (parts.length != 4
                || account.password() == null
                || !parts[0].equals(account.id().toString())) {
            return false;
        }
        String expected = code(mark.substring(0, mark.lastIndexOf('.')), account.password());
        if (!MessageDigest.isEqual(bytes(expected), bytes(parts[3]))) {
            return false;
        }
        return today() - Long.parseLong(parts[1]) <= LIFE.toDays(); // it is as it was written
    }

    private long today() {
        return clock.instant().getEpochSecond() / Duration.ofDays(1).toSeconds();
    }

    private static String code(String text, String encodedPassword) {
        return AccessSecret.derive(encodedPassword, PURPOSE + text);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    void note(UUID account, String address) {
        synchronized (addresses) {
            addresses.put(account + "@" + address, true);
        }
    }

    boolean hasSignedInFrom(UUID account, String address) {
        synchronized (addresses) {
            return addresses.get(account + "@" + address) != null;
        }
    }
}
