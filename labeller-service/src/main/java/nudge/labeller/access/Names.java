package nudge.labeller.access;

import java.text.Normalizer;

/** What people call themselves and their tokens. */
final class Names {
    private static final int MOST = 80;

    private Names() {}

    /**
     * The name as it is kept: without white space around it, in one normal form.
     *
     * @throws RefusedAccessException when it is empty, too long, or has characters that cannot be seen
     */
    static String check(String what, String name) {
        String kept = normal(name);
        boolean visible = kept.codePoints()
                .noneMatch(c -> Character.isISOControl(c)
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.SURROGATE
                        || Character.getType(c) == Character.LINE_SEPARATOR
                        || Character.getType(c) == Character.PARAGRAPH_SEPARATOR);
        if (kept.isEmpty() || kept.length() > MOST || !visible) {
            throw new RefusedAccessException(
                    RefusedAccessException.Reason.INVALID,
                    "expected a " + what + " of 1 to " + MOST + " visible characters, got "
                            + (visible ? kept.length() : "some that cannot be seen"));
        }
        return kept;
    }

    /** Without white space around it, in one normal form. */
    static String normal(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC).strip();
    }
}
