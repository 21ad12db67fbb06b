package nudge.standalone;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import nudge.labeller.intake.CsvForm;
import nudge.labeller.intake.ImageImporter.Note;
import nudge.labeller.intake.Preview;
import nudge.labeller.intake.Preview.Picture;

/** What an import would take, for a terminal: columns, counts and nine pictures with their labels. */
final class ImportPreviewText {
    private static final int SIDE = 28;
    private static final int PICTURES_A_LINE = 5; // 78 columns
    private static final int NAMED = 20;
    private static final int INK = 96;
    /** Where each dot of a braille character is: Unicode, "Braille Patterns"; columns of four dots, the last row apart. */
    private static final int[][] DOTS = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};

    private ImportPreviewText() {}

    static void print(Preview.Report report, PrintWriter out) {
        for (Preview.Table table : report.tables()) {
            print(table.name(), table.form(), out);
        }
        out.printf(
                Locale.ROOT,
                "%,d images, %,d labelled, %,d not read; nothing is stored (--dry-run)%n",
                report.images(),
                report.labelled(),
                report.failures());
        if (report.labelled() > 0) {
            List<String> counts = new ArrayList<>();
            for (int digit = 0; digit < report.digits().size(); digit++) {
                counts.add(String.format(
                        Locale.ROOT, "%d: %,d", digit, report.digits().get(digit)));
            }
            out.println("  labels     " + String.join("  ", counts));
        }
        report.failed().stream()
                .limit(NAMED)
                .forEach(failure -> out.println("  " + failure.name() + ": " + failure.reason()));
        if (report.failures() > NAMED) {
            out.printf(Locale.ROOT, "  and %,d more%n", report.failures() - NAMED);
        }
        printRemarks(report.leftOut(), report.notes(), out);
        for (int i = 0; i < report.pictures().size(); i += PICTURES_A_LINE) {
            printRow(report.pictures().subList(i, Math.min(report.pictures().size(), i + PICTURES_A_LINE)), out);
        }
    }

    /** What was passed over, and what could be understood otherwise. */
    static void printRemarks(long leftOut, List<Note> notes, PrintWriter out) {
        if (leftOut > 0) {
            out.printf(Locale.ROOT, "  %,d hidden or system files left out%n", leftOut);
        }
        notes.stream().limit(NAMED).forEach(note -> out.println("  note: " + note.name() + ": " + note.note()));
    }

    private static void print(String name, CsvForm form, PrintWriter out) {
        out.println(name);
        out.println("  written    " + form.encoding() + ", separated by " + form.separator());
        out.printf(
                Locale.ROOT,
                "  columns    %,d, %s%n",
                form.columns(),
                form.header() ? "named by a header" : "without a header");
        out.println("  label      " + (form.label() == null ? "none" : form.label()));
        out.println("  pixels     " + form.pixels() + ", ink from 0 to " + form.scale());
        if (!form.leftOut().isEmpty()) {
            out.println("  left out   " + String.join(", ", form.leftOut()));
        }
    }

    /** Pictures side by side, each with its label above. */
    private static void printRow(List<Picture> pictures, PrintWriter out) {
        StringBuilder labels = new StringBuilder();
        for (Picture picture : pictures) {
            labels.append(String.format(
                    Locale.ROOT, "  %-14s", picture.digit() == null ? "no label" : "label " + picture.digit()));
        }
        out.println();
        out.println(labels.toString().stripTrailing());
        for (int y = 0; y < SIDE; y += DOTS.length) {
            StringBuilder line = new StringBuilder();
            for (Picture picture : pictures) {
                line.append("  ").append(braille(picture.pixels(), y));
            }
            out.println(line);
        }
    }

    /** Four rows of pixels as a line of 14 characters. */
    static String braille(byte[] pixels, int top) {
        StringBuilder line = new StringBuilder();
        for (int x = 0; x < SIDE; x += 2) {
            int dots = 0;
            for (int y = 0; y < DOTS.length; y++) {
                for (int i = 0; i < 2; i++) {
                    dots |= (pixels[(top + y) * SIDE + x + i] & 0xff) >= INK ? DOTS[y][i] : 0;
                }
            }
            line.append((char) (0x2800 + dots));
        }
        return line.toString();
    }

    /** The same for programs, without the pictures. */
    static Map<String, Object> json(Preview.Report report) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("images", report.images());
        line.put("labelled", report.labelled());
        line.put("digits", report.digits());
        line.put("tables", report.tables());
        line.put("failures", report.failures());
        line.put("failed", report.failed());
        line.put("leftOut", report.leftOut());
        line.put("notes", report.notes());
        return line;
    }
}
