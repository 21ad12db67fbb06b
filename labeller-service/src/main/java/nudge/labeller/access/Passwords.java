package nudge.labeller.access;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Which passwords are good, and how they are kept: see docs/adr/0004-passwords.md. Thread-safe. */
final class Passwords {
    static final int LEAST = 8;
    static final int MOST = 256;
    /** 2^10 rounds: some 70 ms. */
    private static final int STRENGTH = 10;

    /** Each holds a thread of the server. */
    private static final int MOST_WAITING = 40;

    private static final String COMMON = "common-passwords.txt";
    private static final String CONTEXT = "context-words.txt";

    private final PasswordEncoder encoder = new BCryptPasswordEncoder(STRENGTH);
    /** Guessing must not take every core from those who are in. */
    private final Semaphore cores =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), true);

    private @Nullable Set<String> common;
    private @Nullable Pattern contextWords;
    private @Nullable String nobody;

    /** @throws RefusedAccessException when it is too short, too long, or among the first that anybody would guess */
    void check(String password, String name) {
        int length = password.codePointCount(0, password.length());
        if (length < LEAST || length > MOST) {
            throw refused("expected a password of " + LEAST + " to " + MOST + " characters, got " + length);
        }
        String lower = password.toLowerCase(Locale.ROOT);
        String bare = lower.replaceAll("[^\\p{L}]+$", "");
        if (lower.chars().distinct().count() < 4
                || common().contains(lower)
                || common().contains(bare)
                || name.length() > 3 && lower.contains(name.toLowerCase(Locale.ROOT))
                || isMadeOfContextWords(lower)) {
            throw refused(
                    "expected a password that is hard to guess, got one that is common, or made of your name or of what"
                            + " everybody knows of Nudge: several words in a row are good");
        }
    }

    /** Whether less than a password is left without the words that are the first to come to mind here. */
    private boolean isMadeOfContextWords(String lower) {
        String left = contextWords().matcher(lower).replaceAll("");
        return left.length() < lower.length() && left.codePointCount(0, left.length()) < LEAST;
    }

    private static RefusedAccessException refused(String message) {
        return new RefusedAccessException(RefusedAccessException.Reason.INVALID, message);
    }

    String encode(String password) {
        return onACore(() -> Objects.requireNonNull(encoder.encode(digest(password))));
    }

    /** Takes as long when there is no such person. */
    boolean matches(String password, @Nullable String encoded) {
        String against = encoded == null ? nobody() : encoded;
        return onACore(() -> encoder.matches(digest(password), against)) && encoded != null;
    }

    private <T> T onACore(Supplier<T> work) {
        if (cores.getQueueLength() >= MOST_WAITING) {
            throw new TooManyAttemptsException("too many people sign in at once: try again", Duration.ofSeconds(2));
        }
        cores.acquireUninterruptibly();
        try {
            return work.get();
        } finally {
            cores.release();
        }
    }

    /** bcrypt reads 72 bytes at most: it gets the 64 characters of a digest of all that was typed. */
    private static String digest(String password) {
        try {
            byte[] typed = Normalizer.normalize(password, Normalizer.Form.NFKC).getBytes(StandardCharsets.UTF_8);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-384").digest(typed));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-384", impossible);
        }
    }

    private synchronized String nobody() {
        if (nobody == null) {
            nobody = Objects.requireNonNull(
                    encoder.encode(digest(AccessSecret.random().reveal())));
        }
        return nobody;
    }

    private synchronized Set<String> common() {
        if (common == null) {
            common = Set.copyOf(lines(COMMON));
        }
        return common;
    }

    private synchronized Pattern contextWords() {
        if (contextWords == null) {
            contextWords = Pattern.compile(lines(CONTEXT).stream()
                    .sorted(Comparator.comparingInt(String::length).reversed())
                    .map(Pattern::quote)
                    .collect(Collectors.joining("|")));
        }
        return contextWords;
    }

    private static List<String> lines(String resource) {
        try (var lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Passwords.class.getResourceAsStream(resource)), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .distinct()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
