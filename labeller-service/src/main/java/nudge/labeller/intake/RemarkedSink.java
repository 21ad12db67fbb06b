package nudge.labeller.intake;

/** A sink that keeps what an import has to say besides its images. */
public interface RemarkedSink extends ImageSink {
    ImportRemarks remarks();

    @Override
    default void unreadable(String name, String reason) {
        remarks().unreadable(name, reason);
    }

    @Override
    default void leftOut(String name) {
        remarks().leftOut();
    }

    @Override
    default void note(String name, String note) {
        remarks().note(name, note);
    }
}
