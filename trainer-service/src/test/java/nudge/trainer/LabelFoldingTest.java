package nudge.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import nudge.events.CheckpointPublished.Training;
import nudge.events.LabelRecord;
import nudge.events.LabelRecord.ImageLabelled;
import nudge.events.Split;
import nudge.events.Topics;
import nudge.learning.Learner;
import nudge.trainer.kafka.DecodedRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelFoldingTest {
    @TempDir
    Path folder;

    private static DecodedRecord decoded(@Nullable LabelRecord label, String fault) {
        return new DecodedRecord(
                new ConsumerRecord<>(Topics.LABELS.topic(), 0, 5, new byte[0], new byte[0]), label, fault);
    }

    private static ImageLabelled labelled(Split split) {
        return new ImageLabelled(Relayed.image(1), Relayed.pixels(1, 3), 3, 1, split, 2, 0, Instant.EPOCH);
    }

    @Test
    void a_label_is_folded_and_what_cannot_be_is_a_fault() {
        Training training = new Training(List.of(784, 10), "SIGMOID", "SQUARED_ERROR", "HE", 1f, 0f, 7, 3);
        try (Learner learner = Learner.begin(training, new Learner.Resources(1, 1 << 20, folder))) {
            assertThat(LabelFolding.fold(decoded(labelled(Split.TRAIN), ""), learner))
                    .isNull();
            assertThat(learner.examples()).isEqualTo(1);
            assertThat(LabelFolding.fold(decoded(null, "no label at all"), learner))
                    .isEqualTo("no label at all");
            assertThat(LabelFolding.fold(decoded(labelled(Split.HELD_OUT), ""), learner))
                    .contains("expected the split train as before, got held-out");
            assertThat(learner.examples()).isEqualTo(1);
            assertThat(learner.heldOut()).isZero();
        }
    }
}
