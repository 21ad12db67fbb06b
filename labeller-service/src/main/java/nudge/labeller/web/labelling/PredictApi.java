package nudge.labeller.web.labelling;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import nudge.labeller.access.Actor;
import nudge.labeller.model.CurrentModel;
import nudge.labeller.model.CurrentModel.Prediction;
import nudge.labeller.web.http.BadRequestException;
import nudge.labeller.web.http.PictureBody;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the network reads in a picture that is not stored. */
@RestController
class PredictApi {
    private final CurrentModel model;
    private final PictureBody pictures;

    PredictApi(CurrentModel model, PictureBody pictures) {
        this.model = model;
        this.pictures = pictures;
    }

    /**
     * An answer of the network.
     *
     * @param probabilities its ten outputs, scaled to the sum 1
     * @param unproven whether nothing is proven of the checkpoint on held-out images
     * @param pixels what it saw: 28 rows of 28, 0 = paper, 255 = ink; in JSON as Base64
     */
    record Reading(int digit, double[] probabilities, String checkpoint, boolean unproven, byte[] pixels) {}

    /** The body is a picture as imports take it, or 784 bytes, which stay as they are. */
    @PostMapping("/api/predict")
    Reading predict(Actor actor, HttpServletRequest request) throws IOException, InterruptedException {
        byte[] pixels = pictures.read(actor, request);
        Prediction prediction = model.predict(pixels)
                .orElseThrow(() -> new BadRequestException(
                        HttpStatus.CONFLICT, "there is no checkpoint yet: the first one follows the first labels"));
        return new Reading(
                prediction.digit(), prediction.probabilities(), prediction.checkpoint(), prediction.unproven(), pixels);
    }
}
