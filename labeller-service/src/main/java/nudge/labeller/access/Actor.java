package nudge.labeller.access;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a request.
 *
 * @param id opaque; what the log keeps
 * @param owner whose token it is; a person owns what they make themselves; null for this installation
 */
public record Actor(
        UUID id,
        Kind kind,
        String name,
        Role role,
        @Nullable UUID owner) {
    public enum Kind {
        PERSON,
        TOKEN
    }

    static Actor person(UUID id, String name, Role role) {
        return new Actor(id, Kind.PERSON, name, role, id);
    }

    public boolean isPerson() {
        return kind == Kind.PERSON;
    }

    /** Whose the actor is: a person and all their tokens are one; this installation is by itself. */
    public UUID accountable() {
        return owner == null ? id : owner;
    }
}
