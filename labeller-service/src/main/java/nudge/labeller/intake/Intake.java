package nudge.labeller.intake;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the images of a file: a photo or scan as PNG, JPEG, GIF, BMP or TIFF, a ZIP of files, IDX, or CSV; IDX and CSV gzipped too. What a
 * file is, its first bytes tell. Holds one image at a time, and of a ZIP the labels of one IDX file.
 */
public final class Intake {
    private static final int LOOKED_AT = 512;

    private final Limits limits;
    private final boolean labelsFromFolders;
    private final DecodingTurn turn;
    private final CsvOptions csv;

    /** @param labelsFromFolders whether a picture in a folder that is called 0 to 9 shows that digit */
    public Intake(Limits limits, boolean labelsFromFolders) {
        this(limits, labelsFromFolders, DecodingTurn.AT_ONCE);
    }

    /** @param turn of whoever sends the files: others want to decode as well */
    public Intake(Limits limits, boolean labelsFromFolders, DecodingTurn turn) {
        this(limits, labelsFromFolders, turn, CsvOptions.NONE);
    }

    /** @param csv what is known of the CSVs among the files */
    public Intake(Limits limits, boolean labelsFromFolders, DecodingTurn turn, CsvOptions csv) {
        this.csv = csv;
        this.limits = limits;
        this.labelsFromFolders = labelsFromFolders;
        this.turn = turn;
    }

    /**
     * Reads a file to its end. What is wrong with it, or with a part of it, {@code to} is told; the rest goes on.
     *
     * @param name of the file, for people, with its folders
     * @throws IOException when the file does not come to its end
     */
    public void read(String name, InputStream in, ImageSink to) throws IOException {
        read(name, in, null, to);
    }

    /**
     * Reads a file and, when it is one of IDX images, the labels that go with it.
     *
     * @param labels an IDX file of labels, or null; it is closed
     */
    public void read(String name, InputStream in, @Nullable InputStream labels, ImageSink to) throws IOException {
        try (labels) {
            BufferedInputStream file = new BufferedInputStream(in, 1 << 16);
            byte[] start = start(file);
            DecompressionLimit.Budget budget = new DecompressionLimit.Budget(limits);
            if (isZip(name, start)) {
                readZip(name, file, budget, to);
            } else {
                readOne(name, file, labels == null ? null : labels(labels, budget), budget, to);
            }
        } catch (ZipException | EOFException broken) {
            to.unreadable(name, "expected a whole file, got a damaged or truncated one (" + broken.getMessage() + ")");
        } catch (UnreadableException wrong) {
            to.unreadable(name, String.valueOf(wrong.getMessage()));
        }
    }

    private void readZip(String name, InputStream file, DecompressionLimit.Budget budget, ImageSink to)
            throws IOException {
        try (ZipFiles zip = ZipFiles.of(file, limits, budget)) {
            IdxPairs pairs = new IdxPairs(zip.paths());
            FoundSomething found = new FoundSomething(to);
            zip.each((entry, content) -> readEntry(zip, pairs, entry, content, budget, found), found);
            zip.tellGuesses(name, to);
            if (!found.something()) {
                throw new UnreadableException("expected a ZIP of PNG, JPEG, IDX or CSV files, found none in it"
                        + (found.hidden() == 0 ? "" : " but " + found.hidden() + " hidden or system files"));
            }
        }
    }

    private void readEntry(
            ZipFiles zip, IdxPairs pairs, String name, InputStream in, DecompressionLimit.Budget budget, ImageSink to)
            throws IOException {
        if (pairs.areLabelsOfAnother(name)) {
            return; // They are read with their images.
        }
        String paired = pairs.labelsOf(name);
        short[] labels = null;
        if (paired != null) {
            try (InputStream found = zip.open(paired)) {
                labels = labels(found, budget);
            } catch (UnreadableException wrong) {
                throw new UnreadableException("expected its labels in " + paired + ": " + wrong.getMessage());
            }
        }
        readOne(name, new BufferedInputStream(in, 1 << 13), labels, budget, to);
    }

    private static short[] labels(InputStream in, DecompressionLimit.Budget budget) throws IOException {
        return IdxLabels.read(gunzipped(new BufferedInputStream(in), budget));
    }

    private void readOne(
            String name,
            BufferedInputStream file,
            short @Nullable [] labels,
            DecompressionLimit.Budget budget,
            ImageSink to)
            throws IOException {
        BufferedInputStream content = gunzipped(file, budget);
        byte[] start = start(content);
        if (start.length == 0) {
            throw new UnreadableException("expected an image, got an empty file");
        }
        String picture = PictureFormat.of(start);
        String unread = picture == null ? PictureFormat.unread(start) : null;
        if (picture != null) {
            to.image(name, Photo.read(content, picture, limits, turn), labelsFromFolders ? folderDigit(name) : null);
        } else if (unread != null) {
            throw new UnreadableException("expected a " + PictureFormat.READ + ", got a picture that is not read ("
                    + unread + "): save it as PNG");
        } else if (IdxFile.begins(start)) {
            IdxFile.images(name, content, labels, Emnist.of(name, to));
        } else if (CsvFile.begins(start)) {
            try (Spool spool = Spool.of(content, budget.isUsed())) {
                CsvFile.read(name, spool::open, csv, to);
            }
        } else {
            throw new UnreadableException(
                    "expected a PNG, JPEG, GIF, BMP, TIFF, ZIP, IDX or CSV file, got " + other(start));
        }
    }

    private static String other(byte[] start) {
        String archive = OtherArchive.name(start);
        if (archive != null) {
            return archive + ": unpack it, and send the files or a ZIP of them";
        }
        boolean zip = start.length > 1 && start[0] == 'P' && start[1] == 'K';
        return "something else" + (zip ? ": a ZIP inside a ZIP is not looked into" : "");
    }

    /** Programs that unpack themselves begin with something else, and so do ZIPs with a note in front. */
    private static boolean isZip(String name, byte[] start) {
        boolean begins = start.length > 3
                && start[0] == 'P'
                && start[1] == 'K'
                && (start[2] == 3 || start[2] == 5 || start[2] == 7);
        boolean program = start.length > 1 && start[0] == 'M' && start[1] == 'Z';
        return begins
                || program
                || (start.length > 0 && name.toLowerCase(Locale.ROOT).endsWith(".zip"));
    }

    private static byte[] start(BufferedInputStream file) throws IOException {
        file.mark(LOOKED_AT);
        byte[] start = file.readNBytes(LOOKED_AT);
        file.reset();
        return start;
    }

    static boolean isGzip(byte[] start) {
        return start.length >= 2 && start[0] == 0x1f && (start[1] & 0xff) == 0x8b;
    }

    private static BufferedInputStream gunzipped(BufferedInputStream file, DecompressionLimit.Budget budget)
            throws IOException {
        byte[] start = start(file);
        if (!isGzip(start)) {
            return file;
        }
        CountingInputStream packed = new CountingInputStream(file);
        return new BufferedInputStream(
                new DecompressionLimit(new GZIPInputStream(packed, 1 << 13), packed::count, budget), 1 << 16);
    }

    /** The digit that the folder of a file is called, or null. */
    static @Nullable Integer folderDigit(String name) {
        String[] parts = name.split("[/\\\\]", -1);
        String folder = parts.length < 2 ? "" : parts[parts.length - 2];
        return folder.matches("[0-9]") ? Integer.valueOf(folder) : null;
    }
}
