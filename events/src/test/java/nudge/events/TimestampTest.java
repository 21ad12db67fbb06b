package nudge.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimestampTest {
    private static final long FIRST = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
    private static final long LAST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    @Test
    void texts_are_those_of_the_platform() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            long second = FIRST + (long) (random.nextDouble() * (LAST - FIRST));
            int digits = random.nextInt(10);
            long nanos = random.nextInt(1_000_000_000) / power(9 - digits) * power(9 - digits);
            check(Instant.ofEpochSecond(second, nanos));
        }
    }

    @Test
    void texts_beyond_four_digits_of_a_year_are_those_of_the_platform() {
        check(Instant.ofEpochSecond(FIRST - 1, 120_000_000));
        check(Instant.ofEpochSecond(LAST + 1));
    }

    private static void check(Instant at) {
        assertThat(Timestamp.text(at)).isEqualTo(at.toString());
        assertThat(Timestamp.shortened(Timestamp.text(at)))
                .isEqualTo(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at.atOffset(ZoneOffset.UTC)));
        assertThat(Timestamp.parse(Timestamp.text(at))).isEqualTo(at);
        assertThat(Timestamp.parse(Timestamp.shortened(Timestamp.text(at)))).isEqualTo(at);
    }

    private static long power(int exponent) {
        return (long) Math.pow(10, exponent);
    }
}
