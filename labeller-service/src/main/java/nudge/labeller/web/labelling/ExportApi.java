package nudge.labeller.web.labelling;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import nudge.labeller.database.StoreUnavailableException;
import nudge.labeller.export.Format;
import nudge.labeller.image.ImageQueries;
import nudge.labeller.image.Snapshot;
import nudge.labeller.web.http.AsOf;
import nudge.labeller.web.http.BadRequestException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Exports of the pool as files. */
@RestController
class ExportApi {
    private static final Logger LOG = LoggerFactory.getLogger(ExportApi.class);
    /** Header of an answer: the position of the log whose state it shows. */
    private static final String POSITION = "Nudge-Position";

    private final ImageQueries images;

    ExportApi(ImageQueries images) {
        this.images = images;
    }

    /**
     * Streams all images as they were at a position; the same position gives the same bytes.
     *
     * @param at position of the log; its end when none is given
     * @param position the same, by its older name
     */
    @GetMapping("/api/export")
    void export(
            @RequestParam String format,
            @Nullable AsOf at,
            @RequestParam(required = false) @Nullable Long position,
            HttpServletResponse response)
            throws IOException, ServletException {
        Format chosen = Format.of(format)
                .orElseThrow(
                        () -> new BadRequestException("expected format to be jsonl, csv, idx or png, got " + format));
        Snapshot snapshot = images.snapshot(asOf(at, position));
        response.setContentType(chosen.contentType());
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader(POSITION, String.valueOf(snapshot.position()));
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                "attachment; filename=\"" + chosen.fileName(snapshot.position()) + "\"");
        OutputStream out = new BufferedOutputStream(response.getOutputStream(), 1 << 16);
        try {
            chosen.write(snapshot, out);
            out.flush();
        } catch (StoreUnavailableException down) {
            if (!response.isCommitted()) {
                response.reset();
                throw down;
            }
            LOG.warn("an export broke off: {}", down.getMessage());
            // It has no handler: the connection is cut, so that the reader sees that the rest is missing.
            throw new ServletException("the export broke off");
        }
    }

    private long asOf(@Nullable AsOf at, @Nullable Long position) {
        long end = images.progress().position();
        if (position != null && (position < 0 || position > end)) {
            throw new BadRequestException(
                    "expected position to be from 0 to " + end + ", where the log ends, got " + position);
        }
        if (at != null && position != null && position != at.position()) {
            throw new BadRequestException(
                    "expected one position, got " + at.position() + " as at and " + position + " as position");
        }
        return at != null ? at.position() : position != null ? position : end;
    }
}
