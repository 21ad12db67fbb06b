package nudge.labeller.web.people;

import java.util.UUID;
import nudge.labeller.access.Actor;
import nudge.labeller.access.Role;

/**
 * Whoever asks.
 *
 * @param kind {@code person} or {@code token}
 */
record Me(UUID id, String kind, String name, Role role) {
    static Me of(Actor actor) {
        return new Me(actor.id(), actor.isPerson() ? "person" : "token", actor.name(), actor.role());
    }
}
