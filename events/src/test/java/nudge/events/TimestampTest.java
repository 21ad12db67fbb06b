package nudge.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** Each is read as the platform reads it, or refused as the platform refuses it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-24T23:59:59Z",
                "2026-11-24T24:00:00Z",
                "2026-11-24T24:00:01Z",
                "2026-11-24T09:60:00Z",
                "2026-11-24T09:30:60Z",
                "2016-12-31T23:59:60Z",
                "2026-11-24T09:30:00.Z",
                "2026-11-24T09:30:00.0Z",
                "2026-11-24T09:30:00.000000001Z",
                "2026-11-24T09:30:00.1234567890Z",
                "2026-11-24T09:30:00,5Z",
                "2026-11-24T09:30:005Z",
                "2026-11-24t09:30:00z",
                "2026-11-24T09:30:00+01:00",
                "2026-11-24T09:30Z",
                "2026-11-24 09:30:00Z",
                "2026/11-24T09:30:00Z",
                "2026-11/24T09:30:00Z",
                "2026-11-24T09.30:00Z",
                "2026-11-24T09:30.00Z",
                "2026-11-24T09:30:00.5X",
                "202a-11-24T09:30:00Z",
                "2026-1a-24T09:30:00Z",
                "2026-11-2aT09:30:00Z",
                "2026-11-24T0a:30:00Z",
                "2026-11-24T09:3a:00Z",
                "2026-11-24T09:30:0aZ",
                "2026-11-24T09:30:00.5aZ",
                "2026-11-24T09:30:00.5/Z",
                "2026-11-24T09:30:00.5:Z",
                "2026-02-30T09:30:00Z",
                "2026-13-01T09:30:00Z",
                "+12026-11-24T09:30:00Z",
                "-0001-11-24T09:30:00Z",
                "0000-01-01T00:00:00Z",
                ""
            })
    void texts_of_any_form_are_read_as_the_platform_reads_them(String text) {
        assertThat(orRefusal(() -> Timestamp.parse(text))).isEqualTo(orRefusal(() -> Instant.parse(text)));
    }

    private static Object orRefusal(Supplier<Instant> parse) {
        try {
            return parse.get();
        } catch (DateTimeException refused) {
            return "refused";
        }
    }

    @Test
    void the_first_and_the_last_second_of_four_digits_are_written_as_the_platform_writes_them() {
        check(Instant.ofEpochSecond(FIRST));
        check(Instant.ofEpochSecond(LAST, 999_999_999));
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
