package nudge.labeller.intake;

import org.jspecify.annotations.Nullable;

/** Hands on what a file holds, and knows whether it was anything. */
final class FoundSomething implements ImageSink {
    private final ImageSink to;
    private boolean something;
    private int hidden;

    FoundSomething(ImageSink to) {
        this.to = to;
    }

    /** Whether there was an image, or something that should be one. */
    boolean something() {
        return something;
    }

    int hidden() {
        return hidden;
    }

    @Override
    public void image(String name, byte[] pixels, @Nullable Integer digit) {
        something = true;
        to.image(name, pixels, digit);
    }

    @Override
    public void understood(String name, CsvForm form) {
        to.understood(name, form);
    }

    @Override
    public void unreadable(String name, String reason) {
        something = true;
        to.unreadable(name, reason);
    }

    @Override
    public void leftOut(String name) {
        hidden++;
        to.leftOut(name);
    }

    @Override
    public void note(String name, String note) {
        to.note(name, note);
    }
}
