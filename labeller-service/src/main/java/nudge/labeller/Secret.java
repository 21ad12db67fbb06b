package nudge.labeller;

/** A password: never printed. */
public record Secret(String value) {
    @Override
    public String toString() {
        return "******";
    }
}
