package nudge.labeller.export;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import nudge.events.Split;
import nudge.labeller.image.Pixels;
import nudge.labeller.image.Png;
import nudge.labeller.image.Snapshot;

/** Exports as ZIPs. Every file in them bears the same time, the earliest that a ZIP knows. */
final class ZipArchives {
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);
    private static final int IMAGES = 0x0000_0803;
    private static final int LABELS = 0x0000_0801;

    private ZipArchives() {}

    /** The images' count stands before them, so that the log is folded once for the labels and once a split. */
    static void idx(Snapshot snapshot, OutputStream out) throws IOException {
        Map<String, ByteArrayOutputStream> labels = new LinkedHashMap<>();
        for (Split split : Split.values()) {
            labels.put(split.wire(), new ByteArrayOutputStream());
        }
        snapshot.each(row -> {
            if (row.digit() != null) {
                labels.get(row.split()).write(row.digit());
            }
        });
        ZipOutputStream zip = new ZipOutputStream(out);
        for (Map.Entry<String, ByteArrayOutputStream> split : labels.entrySet()) {
            int count = split.getValue().size();
            zip.putNextEntry(entry(split.getKey() + "-images-idx3-ubyte"));
            header(zip, IMAGES, count, Pixels.SIDE, Pixels.SIDE);
            snapshot.each(row -> {
                if (row.digit() != null && row.split().equals(split.getKey())) {
                    zip.write(row.pixels());
                }
            });
            zip.putNextEntry(entry(split.getKey() + "-labels-idx1-ubyte"));
            header(zip, LABELS, count);
            split.getValue().writeTo(zip);
        }
        zip.finish();
    }

    private static void header(OutputStream out, int... numbers) throws IOException {
        DataOutputStream data = new DataOutputStream(out);
        for (int number : numbers) {
            data.writeInt(number);
        }
    }

    /** PNGs are packed already: they are stored as they are. */
    static void png(Snapshot snapshot, OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        snapshot.each(row -> {
            String folder = row.image().rejected()
                    ? "rejected"
                    : row.image().putAside()
                            ? "put-aside"
                            : row.digit() == null ? "unlabelled" : row.digit().toString();
            byte[] png = Png.write(row.pixels());
            CRC32 check = new CRC32();
            check.update(png);
            ZipEntry entry = entry(row.split() + "/" + folder + "/" + row.id() + ".png");
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(png.length);
            entry.setCrc(check.getValue());
            zip.putNextEntry(entry);
            zip.write(png);
        });
        zip.finish();
    }

    private static ZipEntry entry(String name) {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(TIME);
        return entry;
    }
}
