package nudge.trainer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import nudge.events.EventCodec;
import nudge.events.KafkaSettings;
import nudge.events.LabelRecord;
import nudge.events.LabelRecord.ImageLabelled;
import nudge.events.LabelRecord.ImageUnlabelled;
import nudge.events.Split;
import nudge.events.Topics;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Publishes label records as the relay does: each names its position and the one before. */
public final class Relayed implements AutoCloseable {
    static final Instant AT = Instant.parse("2026-11-24T12:00:00Z");

    private final KafkaSettings kafka;
    private final KafkaProducer<String, byte[]> producer;
    /** What takes offsets; null before it is needed. */
    private @Nullable KafkaProducer<String, byte[]> aborting;

    private long previous;
    private long offset;

    public Relayed(KafkaSettings kafka) {
        Map<String, Object> configuration = kafka.forAdmin();
        configuration.put("linger.ms", "0");
        configuration.put("batch.size", "262144");
        configuration.put("max.request.size", "2097152");
        this.kafka = kafka;
        this.producer = new KafkaProducer<>(configuration, new StringSerializer(), new ByteArraySerializer());
    }

    static UUID image(long number) {
        return new UUID(7, number);
    }

    /** Ten unlike digits: a bright bar, whose place is the digit, on noise that the number of the image gives. */
    static byte[] pixels(long number, int digit) {
        byte[] pixels = new byte[LabelRecord.PIXELS];
        Random random = new Random(number);
        for (int noise = 0; noise < 40; noise++) {
            pixels[random.nextInt(pixels.length)] = (byte) random.nextInt(256);
        }
        for (int p = digit * 78; p < digit * 78 + 70; p++) {
            pixels[p] = (byte) (128 + random.nextInt(128));
        }
        return pixels;
    }

    /** Made-up images of made-up digits, [from, to); every tenth is held out. */
    public void labels(int from, int to) {
        for (int number = from; number < to; number++) {
            Split split = number % 10 == 9 ? Split.HELD_OUT : Split.TRAIN;
            int digit = new Random(number).nextInt(10);
            label(number, pixels(number, digit), digit, split);
        }
    }

    void label(long number, int digit) {
        label(number, pixels(number, digit), digit, Split.TRAIN);
    }

    void label(long number, byte[] pixels, int digit, Split split) {
        long position = previous + 2;
        send(new ImageLabelled(image(number), pixels, digit, 1, split, position, previous, AT));
    }

    void retract(long number, Split split) {
        send(new ImageUnlabelled(image(number), split, previous + 2, previous, AT));
    }

    /** A record that names these positions, whatever came before. */
    void send(LabelRecord record) {
        send(EventCodec.encode(record, "store", "event-" + record.position()));
        previous = record.position();
    }

    /** Any record. */
    void send(ProducerRecord<String, byte[]> record) {
        try {
            offset = producer.send(record).get().offset() + 1;
        } catch (InterruptedException | ExecutionException failed) {
            throw new AssertionError("not sent", failed);
        }
    }

    /** A value that is no label. */
    public void garbage(String value) {
        send(new ProducerRecord<>(Topics.LABELS.topic(), 0, "garbage", value.getBytes(UTF_8)));
    }

    /** A label in which some text of the JSON or the headers is replaced. */
    void broken(String text, String by) {
        byte[] blank = new byte[LabelRecord.PIXELS];
        ImageLabelled label = new ImageLabelled(image(5000), blank, 7, 1, Split.TRAIN, previous + 2, previous, AT);
        ProducerRecord<String, byte[]> whole = EventCodec.encode(label, "store", "event-" + label.position());
        ProducerRecord<String, byte[]> broken = new ProducerRecord<>(
                whole.topic(),
                0,
                whole.timestamp(),
                whole.key(),
                new String(whole.value(), UTF_8).replace(text, by).getBytes(UTF_8));
        for (Header header : whole.headers()) {
            broken.headers()
                    .add(
                            header.key(),
                            new String(header.value(), UTF_8).replace(text, by).getBytes(UTF_8));
        }
        send(broken);
        previous = label.position();
    }

    /** Takes some offsets that nobody reads, as the end of a transaction does. */
    public void skipOffsets() {
        if (aborting == null) {
            aborting = new KafkaProducer<>(
                    kafka.forProducer("aborting"), new StringSerializer(), new ByteArraySerializer());
            aborting.initTransactions();
        }
        aborting.beginTransaction();
        aborting.send(new ProducerRecord<>(Topics.LABELS.topic(), 0, "aborted", new byte[1]));
        aborting.flush();
        aborting.abortTransaction();
    }

    /** A label that the relay published and Kafka lost. */
    void lose() {
        previous += 2;
    }

    /** The position of the last label that was sent. */
    long position() {
        return previous;
    }

    /** Behind the last record that was sent. */
    long offset() {
        return offset;
    }

    @Override
    public void close() {
        producer.close();
        if (aborting != null) {
            aborting.close();
        }
    }
}
