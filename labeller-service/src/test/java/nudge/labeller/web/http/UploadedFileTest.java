package nudge.labeller.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;

class UploadedFileTest {
    private final AtomicLong now = new AtomicLong();

    /** A file that comes in parts of so many bytes, each of which takes so long. */
    private UploadedFile arriving(int bytes, long millis) {
        return new UploadedFile(
                new InputStream() {
                    @Override
                    public int read() {
                        throw new UnsupportedOperationException();
                    }

                    @Override
                    public int read(byte[] into, int offset, int length) {
                        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
                        return Math.min(length, bytes);
                    }
                },
                now::get);
    }

    private static long drain(UploadedFile file, long most) throws IOException {
        byte[] into = new byte[1 << 16];
        long read = 0;
        while (read < most) {
            read += file.read(into, 0, into.length);
        }
        return read;
    }

    @Test
    void who_drips_is_told_so_after_a_while() {
        UploadedFile dripping = arriving(1, 1_000);
        assertThatThrownBy(() -> drain(dripping, 100))
                .isInstanceOfSatisfying(
                        BadRequestException.class,
                        slow -> assertThat(slow.status()).isEqualTo(HttpStatus.REQUEST_TIMEOUT))
                .hasMessageContaining("got 6 bytes in 6 s");
    }

    @Test
    void a_slow_line_may_send_a_large_file_and_the_server_may_take_its_time() throws IOException {
        UploadedFile slow = arriving(20_000, 1_000);
        assertThat(drain(slow, 2_000_000)).isEqualTo(2_000_000);
        now.addAndGet(TimeUnit.HOURS.toNanos(1));
        assertThat(drain(slow, 20_000)).isEqualTo(20_000);
    }

    @Test
    void a_file_that_is_too_large_is_refused_as_soon_as_it_is() {
        UploadedFile large = arriving(1 << 16, 1);
        assertThatThrownBy(() -> large.transferTo(OutputStream.nullOutputStream()))
                .hasMessageContaining("at most 200 MB");
    }
}
