package nudge.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import nudge.events.LabelRecord.ImageLabelled;
import nudge.events.LabelRecord.ImageUnlabelled;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;

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
        Arbitrary<LabelRecord> labelled = Combinators.combine(
                        image, pixels, Arbitraries.integers().between(0, 9), confidence, split, previous, gap, at)
                .as((id, bytes, digit, share, use, before, step, when) ->
                        new ImageLabelled(id, bytes, digit, share, use, before + step, before, when));
        Arbitrary<LabelRecord> unlabelled = Combinators.combine(image, split, previous, gap, at)
                .as((id, use, before, step, when) -> new ImageUnlabelled(id, use, before + step, before, when));
        return Arbitraries.oneOf(labelled, unlabelled);
    }
}
