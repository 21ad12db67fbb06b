package nudge.labeller.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import nudge.events.CommittedRecords;
import nudge.events.CommittedRecords.End;
import nudge.events.InvalidRecordException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a topic of the trainer says of a checkpoint, by the checkpoint's step. The steps of a model grow along the topic,
 * so the search halves the offsets again and again. It reads a few dozen records for each halving at most, so a thousand or
 * two behind ten million checkpoints, and about two hundred when the topic holds one model alone.
 *
 * <p>The topic may hold several models, one behind the other or mixed; samples tell which. A model with few checkpoints among
 * very many of another may be passed over. Owned by one thread.
 */
final class StepSearch {
    /** Records that are read one by one. */
    private static final int NEAR = 32;

    private static final int SAME_STEP = 1_000;

    private static final int SAMPLES = 16;
    /** Records that are read at each sample, for models that are trained side by side. */
    private static final int SAMPLED = 8;

    private final CommittedRecords records;
    private final TopicPartition partition;
    private final ToLongFunction<ConsumerRecord<String, byte[]>> stepOf;
    private int reads;

    /** A place in the topic, and whether the model is known to have a record there. */
    private record Bound(long offset, boolean known) {}

    /**
     * A search in one partition.
     *
     * @param records opened for single records
     * @param stepOf the step of a record; throws {@link InvalidRecordException} for one that has none
     */
    StepSearch(
            CommittedRecords records, TopicPartition partition, ToLongFunction<ConsumerRecord<String, byte[]>> stepOf) {
        this.records = records;
        this.partition = partition;
        this.stepOf = stepOf;
    }

    /**
     * The record about a checkpoint; empty when there is none.
     *
     * @param model null when that is not known
     * @throws org.apache.kafka.common.KafkaException when Kafka does not answer
     */
    Optional<ConsumerRecord<String, byte[]>> find(@Nullable String model, String checkpoint, long step) {
        return find(model, step, record -> isAbout(record, checkpoint));
    }

    /**
     * The newest record of a model that has a step; empty when there is none.
     *
     * @throws org.apache.kafka.common.KafkaException when Kafka does not answer
     */
    Optional<ConsumerRecord<String, byte[]>> findNewest(String model, long step) {
        Predicate<ConsumerRecord<String, byte[]>> wanted =
                record -> model.equals(record.key()) && hasStep(record) && stepOf.applyAsLong(record) == step;
        return find(model, step, wanted).map(found -> newest(found, wanted));
    }

    /** The last of the records behind it with the same step, among the next {@value #SAME_STEP}. */
    private ConsumerRecord<String, byte[]> newest(
            ConsumerRecord<String, byte[]> found, Predicate<ConsumerRecord<String, byte[]>> wanted) {
        ConsumerRecord<String, byte[]> newest = found;
        long end = records.end(partition, End.LAST_STABLE_OFFSET);
        int left = SAME_STEP;
        int others = NEAR;
        for (ConsumerRecord<String, byte[]> record : records.read(partition, found.offset() + 1, end)) {
            reads++;
            boolean same = wanted.test(record);
            newest = same ? record : newest;
            others = same ? NEAR : others - 1;
            if (--left == 0 || others == 0) {
                break;
            }
        }
        return newest;
    }

    private Optional<ConsumerRecord<String, byte[]>> find(
            @Nullable String model, long step, Predicate<ConsumerRecord<String, byte[]>> wanted) {
        long begin = records.beginning(partition);
        long end = records.end(partition, End.LAST_STABLE_OFFSET);
        for (var samples : samples(begin, end).entrySet()) {
            if (model == null || model.equals(samples.getKey())) {
                Bound from = new Bound(begin, false);
                Bound to = new Bound(end, false);
                for (ConsumerRecord<String, byte[]> sample : samples.getValue()) {
                    if (stepOf.applyAsLong(sample) < step) {
                        from = new Bound(sample.offset(), true);
                    } else if (!to.known) {
                        to = new Bound(sample.offset() + 1, true);
                    }
                }
                ConsumerRecord<String, byte[]> found = search(samples.getKey(), wanted, step, from, to);
                if (found != null) {
                    return Optional.of(found);
                }
            }
        }
        return Optional.empty();
    }

    /** Some records of each model, in the order of their offsets. */
    private Map<String, List<ConsumerRecord<String, byte[]>>> samples(long begin, long end) {
        Map<String, List<ConsumerRecord<String, byte[]>>> samples = new LinkedHashMap<>();
        for (int i = 0; i < SAMPLES; i++) {
            Set<String> here = new HashSet<>();
            int left = SAMPLED;
            for (ConsumerRecord<String, byte[]> record :
                    records.read(partition, begin + (end - begin) * i / SAMPLES, end)) {
                reads++;
                if (hasStep(record) && here.add(record.key())) {
                    samples.computeIfAbsent(record.key(), model -> new ArrayList<>())
                            .add(record);
                }
                if (--left == 0) {
                    break;
                }
            }
        }
        return samples;
    }

    /** The record between two bounds, or null. */
    private @Nullable ConsumerRecord<String, byte[]> search(
            String model, Predicate<ConsumerRecord<String, byte[]>> wanted, long step, Bound from, Bound to) {
        Bound low = from;
        Bound high = to;
        while (high.offset - low.offset > NEAR) {
            long middle = low.offset + (high.offset - low.offset) / 2;
            ConsumerRecord<String, byte[]> probe = near(model, middle, high.offset);
            if (probe == null) {
                // The model pauses here: its records reach from a bound where it is known up to somewhere before.
                Bound gap = new Bound(middle, false);
                if (low.known && high.known) {
                    ConsumerRecord<String, byte[]> left = search(model, wanted, step, low, gap);
                    return left != null ? left : search(model, wanted, step, gap, high);
                }
                low = low.known ? low : gap;
                high = low.known ? gap : high;
            } else if (stepOf.applyAsLong(probe) < step) {
                low = new Bound(probe.offset(), true);
            } else {
                if (stepOf.applyAsLong(probe) == step) {
                    // A checkpoint in which nothing was learned has the step of the one before.
                    ConsumerRecord<String, byte[]> found =
                            scan(wanted, Math.max(low.offset, middle - NEAR), high.offset, 3 * NEAR);
                    if (found != null) {
                        return found;
                    }
                }
                high = new Bound(middle, true);
            }
        }
        return scan(wanted, low.offset, high.offset, NEAR);
    }

    /** The first record of a model behind an offset that keeps the contract, if it is near. */
    private @Nullable ConsumerRecord<String, byte[]> near(String model, long from, long to) {
        int left = NEAR;
        for (ConsumerRecord<String, byte[]> record : records.read(partition, from, to)) {
            reads++;
            if (model.equals(record.key()) && hasStep(record)) {
                return record;
            }
            if (--left == 0) {
                return null;
            }
        }
        return null;
    }

    private boolean hasStep(ConsumerRecord<String, byte[]> record) {
        try {
            return record.key() != null && stepOf.applyAsLong(record) >= 0;
        } catch (InvalidRecordException broken) {
            return false;
        }
    }

    private @Nullable ConsumerRecord<String, byte[]> scan(
            Predicate<ConsumerRecord<String, byte[]>> wanted, long from, long to, int most) {
        int left = most;
        for (ConsumerRecord<String, byte[]> record : records.read(partition, from, to)) {
            reads++;
            if (wanted.test(record)) {
                return record;
            }
            if (--left == 0) {
                return null;
            }
        }
        return null;
    }

    /** Told from the header alone: many records are passed over. */
    static boolean isAbout(ConsumerRecord<String, byte[]> record, String checkpoint) {
        Header subject = record.headers().lastHeader("ce_subject");
        return subject != null
                && subject.value() != null
                && checkpoint.equals(new String(subject.value(), StandardCharsets.UTF_8));
    }

    /** How many records were read. */
    int reads() {
        return reads;
    }
}
