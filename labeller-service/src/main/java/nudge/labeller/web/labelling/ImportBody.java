package nudge.labeller.web.labelling;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Locale;
import nudge.labeller.intake.IdxUploads;
import nudge.labeller.intake.ImageImporter.ImportReport;
import nudge.labeller.intake.ImageSink;
import nudge.labeller.intake.Intake;
import nudge.labeller.web.http.BadRequestException;
import nudge.labeller.web.http.MultipartFiles;
import nudge.labeller.web.http.UploadedFile;
import org.springframework.http.HttpStatus;

/** The body of an import: a file, or a form with files. */
final class ImportBody {
    private static final int MOST_NAME = 1_000;

    private ImportBody() {}

    /** Reads it to its end, within the limits of {@link UploadedFile}. */
    static void read(String name, HttpServletRequest request, Intake intake, ImageSink to) throws IOException {
        UploadedFile body = new UploadedFile(request.getInputStream(), System::nanoTime);
        if (!MultipartFiles.isSaidToBe(request)) {
            intake.read(name, body, to);
            return;
        }
        try (IdxUploads idx = new IdxUploads()) {
            MultipartFiles.each(request, body, (given, in) -> {
                String part = given.isEmpty() ? name : given.substring(0, Math.min(MOST_NAME, given.length()));
                if (IdxUploads.isPart(part)) {
                    idx.keep(part, in);
                } else {
                    intake.read(part, in, to);
                }
            });
            idx.read(intake, to);
        }
    }

    /** @throws BadRequestException when nothing could be read of what was sent as {@code curl -d} sends it */
    static void refuseForm(HttpServletRequest request, ImportReport report) {
        String type = request.getContentType() == null ? "" : request.getContentType();
        boolean form = type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded");
        if (form && report.added() + report.duplicates() == 0) {
            throw new BadRequestException(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "expected the file itself, got a form or what curl -d leaves of a file ("
                            + (report.failed().isEmpty()
                                    ? "nothing"
                                    : report.failed().get(0).reason())
                            + "): send it with curl --data-binary @FILE -H 'Content-Type: application/octet-stream' "
                            + request.getRequestURL());
        }
    }
}
