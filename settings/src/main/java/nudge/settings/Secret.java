package nudge.settings;

/** A password or another secret: never printed. */
public record Secret(String value) {
    @Override
    public String toString() {
        return "******";
    }
}
