package nudge.labeller.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;

/** A small file that takes long to decode takes nobody's time but its sender's. */
class DecodingTest {
    /** A bar of ink on paper, in several scans. */
    private static byte[] progressive(int side) throws IOException {
        BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = picture.createGraphics();
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, side, side);
        pen.setColor(Color.BLACK);
        pen.fillRect(side / 2, side / 4, side / 8, side / 2);
        pen.dispose();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam param = writer.getDefaultWriteParam();
        param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, null), param);
        } finally {
            writer.dispose();
        }
        return file.toByteArray();
    }

    /** The same with its last scan again and again, each time behind bytes that a decoder passes over. */
    private static byte[] withScans(byte[] jpeg, int more, byte[] between) throws IOException {
        int last = jpeg.length - 2;
        while ((jpeg[last] & 0xff) != 0xff || (jpeg[last + 1] & 0xff) != 0xda) {
            last--;
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(jpeg, 0, jpeg.length - 2);
        for (int i = 0; i < more; i++) {
            file.write(between);
            file.write(jpeg, last, jpeg.length - 2 - last);
        }
        file.write(0xff);
        file.write(0xd9);
        return file.toByteArray();
    }

    private static byte[] read(byte[] file, Limits limits) throws IOException {
        return Photo.read(new ByteArrayInputStream(file), "jpeg", limits, DecodingTurn.AT_ONCE);
    }

    @Test
    void a_jpeg_of_a_few_scans_is_read_and_one_of_thousands_is_refused_unread() throws IOException {
        byte[] usual = progressive(1_000);
        int scans = JpegScans.count(usual);
        assertThat(scans).isBetween(5, 20);
        assertThat(read(usual, Limits.USUAL)).hasSize(784);
        for (byte[] between : new byte[][] {{}, {1, 2, 3}, {-1, -1, -1}, {-1, -48}}) {
            byte[] bomb = withScans(usual, 4_000, between);
            assertThat(bomb.length).isLessThan(1 << 20);
            long began = System.nanoTime();
            assertThatThrownBy(() -> read(bomb, Limits.USUAL))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessage("expected a JPEG of at most 32 scans, got " + (scans + 4_000) + ": save it anew");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void what_stands_behind_the_end_of_a_jpeg_is_no_scan_of_it() throws IOException {
        byte[] usual = progressive(100);
        ByteArrayOutputStream motion = new ByteArrayOutputStream();
        motion.write(usual);
        for (int i = 0; i < 100; i++) {
            motion.write(new byte[] {-1, -38, 0, 2});
        }
        assertThat(JpegScans.count(motion.toByteArray())).isEqualTo(JpegScans.count(usual));
        assertThat(JpegScans.count(new byte[] {-1, -40})).isZero();
        assertThat(JpegScans.count(new byte[] {-1, -40, -1, -38, -1, -1})).isEqualTo(1);
    }

    @Test
    void a_picture_that_takes_too_long_is_given_up() throws IOException {
        Limits hurried = new Limits(5, 32 << 20, 4096, 10_000, Duration.ofMillis(200), 8 << 20, 200);
        byte[] slow = withScans(progressive(2_000), 4_000, new byte[0]);
        long began = System.nanoTime();
        assertThatThrownBy(() -> read(slow, hurried)).hasMessageContaining("decoded within 0.2 s");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void a_person_decodes_one_picture_at_a_time_and_others_meanwhile_theirs() throws Exception {
        DecodingTurns turns = new DecodingTurns(2);
        UUID greedy = UUID.randomUUID();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        CompletableFuture<byte[]> first = CompletableFuture.supplyAsync(() -> hold(turns, greedy, begun, finish));
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        CountDownLatch begunToo = new CountDownLatch(1);
        CompletableFuture<byte[]> second = CompletableFuture.supplyAsync(() -> hold(turns, greedy, begunToo, finish));
        assertThat(turns.of(UUID.randomUUID()).hold(() -> new byte[1])).hasSize(1);
        assertThat(begunToo.await(200, TimeUnit.MILLISECONDS)).isFalse();
        finish.countDown();
        assertThat(first.get(10, TimeUnit.SECONDS)).isEmpty();
        assertThat(second.get(10, TimeUnit.SECONDS)).isEmpty();
    }

    private static byte[] hold(DecodingTurns turns, UUID person, CountDownLatch begun, CountDownLatch finish) {
        try {
            return turns.of(person).hold(() -> {
                begun.countDown();
                try {
                    assertThat(finish.await(10, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException stop) {
                    throw new AssertionError(stop);
                }
                return new byte[0];
            });
        } catch (UnreadableException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
