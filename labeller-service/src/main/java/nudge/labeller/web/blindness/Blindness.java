package nudge.labeller.web.blindness;

import java.util.function.BooleanSupplier;
import nudge.labeller.access.Actor;
import nudge.labeller.access.Role;
import nudge.labeller.database.StoreUnavailableException;
import nudge.labeller.image.Receipt;
import org.jspecify.annotations.Nullable;

/**
 * Says who is blind at this moment: under the policy <em>crowd</em>, whoever is below a reviewer sees what they said themselves and
 * nothing of other people's labels, since these tell which images have a known answer. Under <em>solo</em> nobody is. Thread-safe.
 */
public final class Blindness {
    private final BooleanSupplier crowd;
    private volatile @Nullable Boolean known;

    /** @param crowd whether labels of several people are collected; may throw {@link StoreUnavailableException} */
    public Blindness(BooleanSupplier crowd) {
        this.crowd = crowd;
    }

    /** Whether the actor is blind now. */
    public boolean covers(Actor actor) {
        return !actor.role().includes(Role.REVIEWER) && isCrowd();
    }

    /** Whether somebody may be blind now. While the database does not answer, it is as it was. */
    public boolean isCrowd() {
        Boolean before = known;
        try {
            boolean now = crowd.getAsBoolean();
            known = now;
            return now;
        } catch (StoreUnavailableException down) {
            if (before == null) {
                throw down;
            }
            return before;
        }
    }

    /** The receipt as the actor may see it: to the blind all are the same but for the image. */
    public Receipt receipt(Actor actor, Receipt receipt) {
        return covers(actor) ? new Receipt(receipt.image(), 1, 0, false) : receipt;
    }
}
