package nudge.labeller.web.labelling;

import nudge.labeller.access.Actor;
import nudge.labeller.web.http.IdempotencyKey;
import nudge.labeller.web.http.Limit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Many images at once that the model takes for the same digit. */
@RestController
@RequestMapping("/api/bulk")
class BulkApi {
    private final BulkSheets sheets;
    private final Labelling labelling;

    BulkApi(BulkSheets sheets, Labelling labelling) {
        this.sheets = sheets;
        this.labelling = labelling;
    }

    @GetMapping
    ResponseEntity<BulkSheets.Sheet> lease(
            @RequestParam int digit,
            @Limit(usual = 40, most = BulkBody.MOST) int count,
            @RequestParam(defaultValue = "PATH") Pictures pictures,
            Actor actor) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(sheets.lease(actor, Digits.check(digit), count, pictures));
    }

    /** Labels all of them in one transaction, or takes back those labels whose digit is null. */
    @PostMapping
    BulkOutcome confirm(BulkBody body, Actor actor, @Nullable IdempotencyKey key) {
        return labelling.decideAll(actor, key, body.labels());
    }
}
