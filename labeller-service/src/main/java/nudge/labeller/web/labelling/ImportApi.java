package nudge.labeller.web.labelling;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import nudge.labeller.access.Actor;
import nudge.labeller.image.LogRequest;
import nudge.labeller.image.Receipt;
import nudge.labeller.intake.CsvOptions;
import nudge.labeller.intake.DecodingTurns;
import nudge.labeller.intake.ImageImporter;
import nudge.labeller.intake.Intake;
import nudge.labeller.intake.Limits;
import nudge.labeller.intake.Preview;
import nudge.labeller.log.GroupCommit;
import nudge.labeller.web.blindness.Blindness;
import nudge.labeller.web.http.BadRequestException;
import nudge.labeller.web.http.IdempotencyKey;
import nudge.labeller.web.http.Places;
import nudge.labeller.web.http.UploadedFile;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Imports of whole files. */
@RestController
class ImportApi {
    private static final int MOST_NAME = 1_000;
    /** Each holds a thread and a decoded picture. */
    private static final int MOST_AT_ONCE = 8;

    private final GroupCommit<LogRequest, Receipt> log;
    private final Blindness blindness;
    private final double heldOutShare;
    private final DecodingTurns turns;
    private final Places places = new Places(MOST_AT_ONCE, "imports are under way", Duration.ZERO);

    ImportApi(GroupCommit<LogRequest, Receipt> log, Blindness blindness, double heldOutShare, DecodingTurns turns) {
        this.log = log;
        this.blindness = blindness;
        this.heldOutShare = heldOutShare;
        this.turns = turns;
    }

    /**
     * Imports the file that is the body, or the files of a multipart/form-data body: PNG, JPEG, GIF, BMP, TIFF, ZIP, IDX or CSV. Their first
     * bytes tell which; what the content type says of a file does not count.
     *
     * @param name of the file, for the report
     * @param labels {@code folders}: a picture in a folder that is called 0 to 9 gets this label
     * @param label the column of labels of a CSV: {@code first}, {@code last}, {@code none} or its name; without it it is found
     * @param scale what stands for full ink in a CSV, 1 or 255; without it it is found
     * @param dryRun whether to tell what would be imported, and to store nothing
     * @return an {@link ImageImporter.ImportReport}, or for a dry run an {@link ImportPreview}
     */
    @PostMapping("/api/imports")
    Object add(
            @RequestParam(defaultValue = "file") String name,
            @RequestParam(defaultValue = "none") String labels,
            @RequestParam(required = false) @Nullable String label,
            @RequestParam(required = false) @Nullable Integer scale,
            @RequestParam(defaultValue = "false") boolean dryRun,
            Actor actor,
            @Nullable IdempotencyKey key,
            HttpServletRequest request)
            throws IOException, InterruptedException {
        if (!labels.equals("folders") && !labels.equals("none")) {
            throw new BadRequestException("expected labels to be folders or none, got " + labels);
        }
        if (name.length() > MOST_NAME) {
            throw new BadRequestException("expected a name of at most " + MOST_NAME + " characters, got a longer one");
        }
        CsvOptions csv = csvOptions(label, scale);
        if (request.getContentLengthLong() > UploadedFile.MOST_BYTES) {
            throw UploadedFile.tooLarge();
        }
        return places.<Object, IOException>hold(() -> {
            Intake intake = new Intake(Limits.USUAL, labels.equals("folders"), turns.of(actor.accountable()), csv);
            if (dryRun) {
                Preview preview = new Preview();
                ImportBody.read(name, request, intake, preview);
                return ImportPreview.of(preview.report());
            }
            ImageImporter pool = new ImageImporter(
                    log, actor.id(), key == null ? null : key.value(), heldOutShare, blindness.covers(actor));
            ImportBody.read(name, request, intake, pool);
            ImageImporter.ImportReport report = pool.finish();
            ImportBody.refuseForm(request, report);
            return report;
        });
    }

    private static CsvOptions csvOptions(@Nullable String label, @Nullable Integer scale) {
        try {
            return new CsvOptions(label, scale);
        } catch (IllegalArgumentException wrong) {
            throw new BadRequestException(String.valueOf(wrong.getMessage()));
        }
    }
}
