package nudge.labeller.access;

import java.security.SecureRandom;
import java.util.Locale;

/** What lets a person in once who has lost their passkey: 118 random bits, written in groups that can be read aloud. */
final class RecoveryCode {
    /** Without those that are taken for others: 31 letters and digits, so 24 of them are 118 bits. */
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int CHARACTERS = 24;
    private static final int GROUP = 4;

    private RecoveryCode() {}

    static String random() {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < CHARACTERS; i++) {
            if (i > 0 && i % GROUP == 0) {
                code.append('-');
            }
            code.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return code.toString();
    }

    /** Of a code as it was typed, with or without what stands between its groups. */
    static byte[] digest(String typed) {
        return AccessSecret.digest(typed.toLowerCase(Locale.ROOT).replaceAll("[^a-z2-9]", ""));
    }
}
