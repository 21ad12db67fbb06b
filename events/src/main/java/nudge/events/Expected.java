package nudge.events;

import org.jspecify.annotations.Nullable;

/** What the fields of a record must be. */
final class Expected {
    private Expected() {}

    static <T> T present(@Nullable T value, String field) {
        if (value == null) {
            throw new IllegalArgumentException("expected the field " + field + ", got none");
        }
        return value;
    }

    static void atLeast(long least, long value, String field) {
        if (value < least) {
            throw new IllegalArgumentException("expected " + field + " >= " + least + ", got " + value);
        }
    }
}
