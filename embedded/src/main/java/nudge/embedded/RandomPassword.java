package nudge.embedded;

import java.security.SecureRandom;
import java.util.HexFormat;

/** A password that nobody guesses: 256 random bits. */
final class RandomPassword {
    private static final int BYTES = 32;

    private RandomPassword() {}

    static String next() {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
