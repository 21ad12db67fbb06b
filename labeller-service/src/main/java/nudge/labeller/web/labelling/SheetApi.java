package nudge.labeller.web.labelling;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import nudge.labeller.access.Actor;
import nudge.labeller.image.LogRequest;
import nudge.labeller.image.Receipt;
import nudge.labeller.intake.DecodingTurns;
import nudge.labeller.intake.ImageImporter;
import nudge.labeller.intake.Limits;
import nudge.labeller.intake.PagePicture;
import nudge.labeller.intake.UnreadableException;
import nudge.labeller.log.GroupCommit;
import nudge.labeller.sheet.DigitCut;
import nudge.labeller.sheet.Sheet;
import nudge.labeller.sheet.WorkingTime;
import nudge.labeller.web.blindness.Blindness;
import nudge.labeller.web.http.BadRequestException;
import nudge.labeller.web.http.IdempotencyKey;
import nudge.labeller.web.http.Places;
import nudge.labeller.web.labelling.SheetBody.LabelledBox;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Sheets: photos and scans of pages with many digits. */
@RestController
class SheetApi {
    /** Each holds a thread and a picture. */
    private static final int MOST_AT_ONCE = 4;

    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final GroupCommit<LogRequest, Receipt> log;
    private final Blindness blindness;
    private final double heldOutShare;
    private final DecodingTurns turns;
    private final Places places = new Places(MOST_AT_ONCE, "sheets are being read", Duration.ZERO);

    SheetApi(GroupCommit<LogRequest, Receipt> log, Blindness blindness, double heldOutShare, DecodingTurns turns) {
        this.log = log;
        this.blindness = blindness;
        this.heldOutShare = heldOutShare;
        this.turns = turns;
    }

    /** Finds the digits of the picture that is the body, and stores nothing. */
    @PostMapping("/api/sheets")
    SheetView find(Actor actor, HttpServletRequest request) throws IOException, InterruptedException {
        return places.hold(() -> SheetView.of(read(SheetUpload.picture(request), actor)));
    }

    /** Stores the digits in the boxes of a picture, and labels those of which was said what they are. */
    @PostMapping("/api/sheets/images")
    ImageImporter.ImportReport store(Actor actor, @Nullable IdempotencyKey key, HttpServletRequest request)
            throws IOException, InterruptedException {
        return places.hold(() -> {
            SheetUpload upload = SheetUpload.of(request);
            DigitCut cut = new DigitCut(read(upload.picture(), actor));
            ImageImporter pool = new ImageImporter(
                    log, actor.id(), key == null ? null : key.value(), heldOutShare, blindness.covers(actor));
            for (int row = 0; row < upload.boxes().rows().size(); row++) {
                int number = 0;
                for (LabelledBox each : upload.boxes().rows().get(row).boxes()) {
                    add(each, "row " + (row + 1) + ", box " + ++number, cut, pool);
                }
            }
            return pool.finish();
        });
    }

    private static void add(LabelledBox box, String name, DigitCut cut, ImageImporter pool) {
        try {
            pool.image(name, cut.cut(box.box()), box.digit());
        } catch (UnreadableException empty) {
            pool.unreadable(name, String.valueOf(empty.getMessage()));
        }
    }

    private Sheet read(byte[] picture, Actor actor) {
        try {
            return turns.of(actor.accountable())
                    .hold(() -> Sheet.of(PagePicture.of(picture, Limits.USUAL), new WorkingTime(LONGEST)));
        } catch (UnreadableException wrong) {
            throw new BadRequestException(String.valueOf(wrong.getMessage()));
        }
    }
}
