package nudge.quality;

import java.util.List;

/** Settings of a policy that are not allowed. */
public final class InvalidPolicyException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String[] faults;

    InvalidPolicyException(List<String> faults) {
        super(String.join("\n", faults));
        this.faults = faults.toArray(String[]::new);
    }

    /** One line for each setting that is wrong: what was expected, and what came. */
    public List<String> faults() {
        return List.of(faults);
    }
}
