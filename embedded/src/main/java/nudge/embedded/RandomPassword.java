package nudge.embedded;

import java.security.SecureRandom;
import java.util.HexFormat;

/** A password that nobody guesses: 256 random bits. */
public final class RandomPassword {
    private static final int BYTES = 32;

    private RandomPassword() {}

    /** In hexadecimal. */
    public static String next() {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
