package nudge.labeller.intake;

import java.util.ArrayList;
import java.util.List;
import nudge.labeller.intake.ImageImporter.Failure;
import nudge.labeller.intake.ImageImporter.Note;

/** What an import has to say besides its images: all of it is counted, and the first of each kind is kept. */
public final class ImportRemarks {
    private static final int MOST_NAMED = 100;

    private final List<Failure> failed = new ArrayList<>();
    private final List<Note> notes = new ArrayList<>();
    private long failures;
    private long leftOut;

    public void unreadable(String name, String reason) {
        failures++;
        if (failed.size() < MOST_NAMED) {
            failed.add(new Failure(name, reason));
        }
    }

    public void leftOut() {
        leftOut++;
    }

    public void note(String name, String note) {
        if (notes.size() < MOST_NAMED) {
            notes.add(new Note(name, note));
        }
    }

    /** How many could not be read. */
    public long failures() {
        return failures;
    }

    /** The first of what could not be read. */
    public List<Failure> failed() {
        return failed;
    }

    /** How many hidden and system files were passed over. */
    public long leftOutCount() {
        return leftOut;
    }

    /** The first notes. */
    public List<Note> notes() {
        return notes;
    }
}
