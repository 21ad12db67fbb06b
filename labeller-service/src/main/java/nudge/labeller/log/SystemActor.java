package nudge.labeller.log;

import java.util.UUID;

/** The actor of what Nudge does by itself: imports of this installation, and decisions by a rule. */
public final class SystemActor {
    public static final UUID ID = new UUID(0x0000_0000_0000_8000L, 0x8000_0000_0000_0001L);

    private SystemActor() {}
}
