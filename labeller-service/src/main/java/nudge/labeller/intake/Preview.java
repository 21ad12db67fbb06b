package nudge.labeller.intake;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import nudge.labeller.intake.ImageImporter.Failure;
import nudge.labeller.intake.ImageImporter.Note;
import org.jspecify.annotations.Nullable;

/**
 * What an import would take, for a person to look at: nothing is stored. It keeps counts, and nine images that are drawn from all
 * of them, the same ones each time. One thread uses it.
 */
public final class Preview implements RemarkedSink {
    private static final int PICTURES = 9;
    private static final int MOST_TABLES = 20;

    private final SplittableRandom random = new SplittableRandom(PICTURES);
    private final List<Picture> pictures = new ArrayList<>();
    private final List<Table> tables = new ArrayList<>();
    private final ImportRemarks remarks = new ImportRemarks();
    private final long[] digits = new long[10];
    private long images;

    /**
     * An image.
     *
     * @param name of the file, with its place in it
     * @param number of the image among all, from 0
     * @param digit its label, if the file has one
     * @param pixels 784 bytes
     */
    public record Picture(
            String name, long number, @Nullable Integer digit, byte[] pixels) {}

    /** What was understood of a CSV. */
    public record Table(String name, CsvForm form) {}

    /**
     * What an import would take.
     *
     * @param digits how many images have each label, 0 to 9
     * @param tables the first of the CSVs
     * @param pictures nine images, in the order of the files
     * @param failures how many could not be read
     * @param failed the first of them
     * @param leftOut hidden and system files that were passed over
     * @param notes the first of what could be understood otherwise
     */
    public record Report(
            long images,
            List<Long> digits,
            List<Table> tables,
            List<Picture> pictures,
            long failures,
            List<Failure> failed,
            long leftOut,
            List<Note> notes) {
        /** How many images have a label. */
        public long labelled() {
            return digits.stream().mapToLong(Long::longValue).sum();
        }
    }

    @Override
    public void image(String name, byte[] pixels, @Nullable Integer digit) {
        if (digit != null) {
            digits[digit]++;
        }
        // Reservoir sampling: each image has the same chance (Vitter 1985, algorithm R).
        long place = images < PICTURES ? images : random.nextLong(images + 1);
        if (place < PICTURES) {
            Picture picture = new Picture(name, images, digit, pixels);
            if (images < PICTURES) {
                pictures.add(picture);
            } else {
                pictures.set((int) place, picture);
            }
        }
        images++;
    }

    @Override
    public void understood(String name, CsvForm form) {
        if (tables.size() < MOST_TABLES) {
            tables.add(new Table(name, form));
        }
    }

    @Override
    public ImportRemarks remarks() {
        return remarks;
    }

    public Report report() {
        List<Long> counts = new ArrayList<>();
        for (long count : digits) {
            counts.add(count);
        }
        List<Picture> inOrder = new ArrayList<>(pictures);
        inOrder.sort(Comparator.comparingLong(Picture::number));
        return new Report(
                images,
                counts,
                List.copyOf(tables),
                inOrder,
                remarks.failures(),
                List.copyOf(remarks.failed()),
                remarks.leftOutCount(),
                List.copyOf(remarks.notes()));
    }
}
