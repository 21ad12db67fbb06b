package nudge.labeller.access;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What somebody may do. Each role may do what those before it may. */
public enum Role {
    ANNOTATOR,
    REVIEWER,
    ADMIN;

    /** The name on the wire and in the database. */
    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws RefusedAccessException on a name that no role has */
    public static Role of(String wire) {
        return Arrays.stream(values())
                .filter(role -> role.wire().equals(wire))
                .findFirst()
                .orElseThrow(() -> new RefusedAccessException(
                        RefusedAccessException.Reason.INVALID,
                        "expected a role: annotator, reviewer or admin, got " + wire));
    }

    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }

    /** This role and those that it includes. */
    public List<Role> included() {
        return Arrays.stream(values()).filter(this::includes).toList();
    }

    static Role lower(Role one, Role other) {
        return one.includes(other) ? other : one;
    }
}
