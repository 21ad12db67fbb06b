package nudge.labeller.web.labelling;

import java.util.Base64;
import java.util.List;
import nudge.labeller.image.Png;
import nudge.labeller.intake.CsvForm;
import nudge.labeller.intake.ImageImporter.Failure;
import nudge.labeller.intake.ImageImporter.Note;
import nudge.labeller.intake.Preview;
import org.jspecify.annotations.Nullable;

/**
 * What an import would take, as an answer.
 *
 * @param labelled how many images have a label
 * @param digits how many have each label, 0 to 9
 * @param tables what was understood of each CSV
 * @param pictures nine of the images
 * @param leftOut hidden and system files that were passed over
 * @param notes the first of what could be understood otherwise
 */
record ImportPreview(
        long images,
        long labelled,
        List<Long> digits,
        List<TableView> tables,
        List<PictureView> pictures,
        long failures,
        List<Failure> failed,
        long leftOut,
        List<Note> notes) {

    record TableView(String name, CsvForm form) {}

    /** @param png the picture as a data URL */
    record PictureView(String name, @Nullable Integer digit, String png) {}

    static ImportPreview of(Preview.Report report) {
        return new ImportPreview(
                report.images(),
                report.labelled(),
                report.digits(),
                report.tables().stream()
                        .map(table -> new TableView(table.name(), table.form()))
                        .toList(),
                report.pictures().stream()
                        .map(picture -> new PictureView(
                                picture.name(),
                                picture.digit(),
                                "data:image/png;base64,"
                                        + Base64.getEncoder().encodeToString(Png.write(picture.pixels()))))
                        .toList(),
                report.failures(),
                report.failed(),
                report.leftOut(),
                report.notes());
    }
}
