package nudge.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import nudge.events.LabelRecord.ImageLabelled;
import nudge.events.LabelRecord.ImageUnlabelled;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class LabelRoundTripTest {
    private static final long YEAR_0 = -62_167_219_200L;
    private static final long YEAR_9999 = 253_402_300_799L;

    @Property(tries = 300)
    void a_label_comes_out_as_it_went_in(@ForAll("labels") LabelRecord label) {
        LabelRecord decoded =
                EventCodec.decodeLabel(Samples.received(EventCodec.encode(label, Samples.STORE, Samples.EVENT)));
        assertThat(decoded)
                .usingRecursiveComparison(RecursiveComparisonConfiguration.builder()
                        .withStrictTypeChecking(true)
                        .build())
                .isEqualTo(label);
    }

    @Property(tries = 300)
    void the_json_is_what_a_library_writes(@ForAll("labels") LabelRecord label) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("image", label.image());
        if (label instanceof ImageLabelled labelled) {
            fields.put("pixels", labelled.pixels());
            fields.put("digit", labelled.digit());
            fields.put("confidence", labelled.confidence());
            fields.put("policy", labelled.policy());
            fields.put("basis", labelled.basis().wire());
            fields.put("estimate", labelled.estimate());
            fields.put("split", labelled.split().wire());
        } else if (label instanceof ImageUnlabelled unlabelled) {
            fields.put("split", unlabelled.split().wire());
        }
        fields.put("position", label.position());
        fields.put("previous", label.previous());
        fields.put("at", label.at().toString());
        assertThat(EventCodec.encode(label, Samples.STORE, Samples.EVENT).value())
                .isEqualTo(new JsonMapper().writeValueAsBytes(fields));
    }

    /** The fast reader and the parser agree on what the codec writes, and on what has a byte or two changed in it. */
    @Property(tries = 3000)
    void a_raw_record_is_read_as_the_parser_reads_it(@ForAll("labels") LabelRecord label, @ForAll long seed) {
        ProducerRecord<String, byte[]> written = EventCodec.encode(label, Samples.STORE, Samples.EVENT);
        Random random = new Random(seed);
        byte[] key = written.key().getBytes(UTF_8);
        byte[] json = written.value();
        for (int changes = random.nextInt(3); changes > 0; changes--) {
            if (random.nextInt(8) == 0) {
                key[random.nextInt(key.length)] = another(random);
            } else {
                json = changed(json, random);
            }
        }
        ConsumerRecord<byte[], byte[]> raw = new ConsumerRecord<>(written.topic(), 0, 12, key, json);
        written.headers().forEach(raw.headers()::add);
        ConsumerRecord<String, byte[]> text =
                new ConsumerRecord<>(written.topic(), 0, 12, new String(key, UTF_8), json);
        written.headers().forEach(text.headers()::add);
        assertThat(outcome(() -> EventCodec.decodeRawLabel(raw)))
                .usingRecursiveComparison(RecursiveComparisonConfiguration.builder()
                        .withStrictTypeChecking(true)
                        .build())
                .isEqualTo(outcome(() -> EventCodec.decodeLabel(text)));
    }

    /** A byte replaced, taken out or put in; seldom among the pixels, of which there are most. */
    private static byte[] changed(byte[] json, Random random) {
        int notPixels = json.length - 1 - random.nextInt(Math.min(json.length, 200));
        int at = random.nextInt(4) == 0 ? random.nextInt(json.length) : notPixels;
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        changed.write(json, 0, at);
        switch (random.nextInt(3)) {
            case 0 -> changed.write(another(random));
            case 1 -> {
                changed.write(another(random));
                changed.write(json[at]);
            }
            default -> {}
        }
        changed.write(json, at + 1, json.length - at - 1);
        return changed.toByteArray();
    }

    private static byte another(Random random) {
        String likely = "0123456789abcdefABCDEF-+.eE:\"{}[], /=\\tn";
        return (byte) (random.nextInt(4) == 0 ? random.nextInt(256) : likely.charAt(random.nextInt(likely.length())));
    }

    private static Object outcome(Supplier<LabelRecord> decoding) {
        try {
            return decoding.get();
        } catch (InvalidRecordException refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    @Test
    void what_the_codec_writes_is_read_without_the_parser() {
        ProducerRecord<String, byte[]> written = EventCodec.encode(Samples.labelled(), Samples.STORE, Samples.EVENT);
        assertThat(PlainLabel.read(written.value(), written.key().getBytes(UTF_8)))
                .usingRecursiveComparison()
                .isEqualTo(Samples.labelled());
    }

    @Property(tries = 2000)
    void a_point_in_time_is_read_as_the_jdk_reads_it(
            @ForAll @LongRange(min = YEAR_0 - 1_000_000, max = YEAR_9999 + 1_000_000) long second,
            @ForAll("nanos") int nanos) {
        Instant instant = Instant.ofEpochSecond(second, nanos);
        assertThat(Timestamp.parse(instant.toString())).isEqualTo(instant);
    }

    @Provide
    Arbitrary<Integer> nanos() {
        Arbitrary<Integer> any = Arbitraries.integers().between(0, 999_999_999);
        return Arbitraries.oneOf(any, any.map(n -> n / 1000 * 1000), any.map(n -> n / 1_000_000 * 1_000_000));
    }

    private record Settling(int digit, double confidence, long policy, Basis basis, long estimate) {}

    @Provide
    Arbitrary<LabelRecord> labels() {
        Arbitrary<UUID> image =
                Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(UUID::new);
        Arbitrary<Instant> at = Combinators.combine(Arbitraries.longs().between(0, YEAR_9999), nanos())
                .as(Instant::ofEpochSecond);
        Arbitrary<Split> split = Arbitraries.of(Split.values());
        Arbitrary<Long> previous = Arbitraries.longs().between(0, Long.MAX_VALUE - 1000);
        Arbitrary<Integer> gap = Arbitraries.integers().between(1, 1000);
        Arbitrary<byte[]> pixels = Arbitraries.bytes().array(byte[].class).ofSize(LabelRecord.PIXELS);
        Arbitrary<Double> confidence = Arbitraries.doubles().between(0, 1).filter(share -> share > 0);
        Arbitrary<Settling> settling = Combinators.combine(
                        Arbitraries.integers().between(0, 9),
                        confidence,
                        Arbitraries.longs().between(0, Long.MAX_VALUE),
                        Arbitraries.of(Basis.values()),
                        Arbitraries.longs().between(0, Long.MAX_VALUE))
                .as(Settling::new);
        Arbitrary<LabelRecord> labelled = Combinators.combine(image, pixels, settling, split, previous, gap, at)
                .as((id, bytes, by, use, before, step, when) -> new ImageLabelled(
                        id,
                        bytes,
                        by.digit(),
                        by.confidence(),
                        by.policy() % (before + step),
                        by.basis(),
                        by.estimate(),
                        use,
                        before + step,
                        before,
                        when));
        Arbitrary<LabelRecord> unlabelled = Combinators.combine(image, split, previous, gap, at)
                .as((id, use, before, step, when) -> new ImageUnlabelled(id, use, before + step, before, when));
        return Arbitraries.oneOf(labelled, unlabelled);
    }
}
