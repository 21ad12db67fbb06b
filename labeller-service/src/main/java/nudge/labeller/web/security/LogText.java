package nudge.labeller.web.security;

import org.jspecify.annotations.Nullable;

/** What somebody else wrote, as it goes into a log: in one line, and not without end. */
final class LogText {
    private static final int MOST = 500;

    private LogText() {}

    /** Characters that are not seen, line breaks among them, become their code points. */
    static String of(@Nullable String text) {
        StringBuilder shown = new StringBuilder();
        String.valueOf(text).codePoints().limit(MOST).forEach(c -> {
            boolean seen = switch (Character.getType(c)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.SURROGATE,
                        Character.PRIVATE_USE,
                        Character.UNASSIGNED,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR -> false;
                default -> true;
            };
            if (seen) {
                shown.appendCodePoint(c);
            } else {
                shown.append("\\u{").append(Integer.toHexString(c)).append('}');
            }
        });
        return shown.toString();
    }
}
