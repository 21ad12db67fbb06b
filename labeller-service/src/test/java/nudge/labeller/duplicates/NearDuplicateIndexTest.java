package nudge.labeller.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import nudge.mnist.Mnist;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NearDuplicateIndexTest {
    private static final Mnist TEST = Mnist.test();
    private static final Mnist TRAIN = Mnist.train();

    @Test
    void of_mnist_s_60_000_training_images_none_is_a_near_duplicate_of_a_test_image() {
        NearDuplicateIndex heldOut = new NearDuplicateIndex();
        for (int i = 0; i < TEST.size(); i++) {
            heldOut.add(new UUID(0, i), ProjectedImage.moved(TEST.image(i)));
        }
        double nearest = Double.MAX_VALUE;
        for (int i = 0; i < TRAIN.size(); i++) {
            for (UUID candidate : heldOut.candidates(ProjectedImage.still(TRAIN.image(i)))) {
                byte[] test = TEST.image((int) candidate.getLeastSignificantBits());
                nearest = Math.min(nearest, NearDuplicate.distance(test, TRAIN.image(i)));
            }
        }
        assertThat(nearest).isBetween(7.5, 7.6).isGreaterThan(NearDuplicate.THRESHOLD);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_test_image_is_found_again_as_a_jpeg_of_quality_75_that_is_moved_by_a_pixel(boolean movesWhatItHolds)
            throws IOException {
        NearDuplicateIndex index = new NearDuplicateIndex();
        for (int i = 0; i < TEST.size(); i++) {
            index.add(new UUID(0, i), projected(TEST.image(i), movesWhatItHolds));
        }
        Random random = new Random(1);
        for (int i = 0; i < TEST.size(); i += 4) {
            byte[] recoded = jpeg(moved(TEST.image(i), random.nextInt(3) - 1, random.nextInt(3) - 1), 0.75f);
            assertThat(NearDuplicate.distance(TEST.image(i), recoded))
                    .as("test image %d", i)
                    .isLessThan(NearDuplicate.THRESHOLD);
            assertThat(index.candidates(projected(recoded, !movesWhatItHolds)))
                    .as("test image %d", i)
                    .contains(new UUID(0, i));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void it_finds_whatever_a_comparison_with_all_images_finds(boolean movesWhatItHolds) throws IOException {
        Random random = new Random(2);
        NearDuplicateIndex index = new NearDuplicateIndex();
        Map<UUID, byte[]> held = new HashMap<>();
        for (int i = 0; i < 400; i++) {
            held.put(new UUID(0, i), picture(random, i));
        }
        held.forEach((id, picture) -> index.add(id, projected(picture, movesWhatItHolds)));
        int near = 0;
        for (int i = 0; i < 300; i++) {
            byte[] query = i % 3 == 0 ? picture(random, 10_000 + i) : changed(random, held.get(new UUID(0, i)));
            Set<UUID> found =
                    near(index.candidates(projected(query, !movesWhatItHolds)), held, query, movesWhatItHolds);
            assertThat(found).isEqualTo(near(held.keySet(), held, query, movesWhatItHolds));
            near += found.size();
        }
        assertThat(near).isGreaterThan(100);
    }

    @Test
    void many_images_that_are_all_the_same_and_ever_brighter_ones_are_found() {
        NearDuplicateIndex index = new NearDuplicateIndex();
        byte[] same = TEST.image(0);
        for (int i = 0; i < 1_000; i++) {
            index.add(new UUID(1, i), ProjectedImage.still(same));
        }
        for (int i = 0; i < 25_000; i++) {
            byte[] brighter = new byte[784];
            brighter[14 * 28 + i / 255 % 28] = (byte) (i % 255);
            brighter[i / 7_140 * 28] = (byte) 255;
            index.add(new UUID(2, i), ProjectedImage.still(brighter));
        }
        assertThat(index.candidates(ProjectedImage.still(same))).hasSize(1_000);
    }

    private static ProjectedImage projected(byte[] picture, boolean moved) {
        return moved ? ProjectedImage.moved(picture) : ProjectedImage.still(picture);
    }

    /** Digits, and pictures that are none: noise, paper, ink. */
    private static byte[] picture(Random random, int number) {
        byte[] picture = new byte[784];
        if (number % 10 == 7) {
            random.nextBytes(picture);
        } else if (number % 10 == 8) {
            java.util.Arrays.fill(picture, (byte) random.nextInt(256));
        } else {
            return TRAIN.image(number);
        }
        return picture;
    }

    /** Recoded, moved, darker, or with noise: some a little more than a near-duplicate, some a little less. */
    private static byte[] changed(Random random, byte[] picture) throws IOException {
        byte[] moved = moved(picture, random.nextInt(3) - 1, random.nextInt(3) - 1);
        if (random.nextBoolean()) {
            return jpeg(moved, 0.6f + 0.4f * random.nextFloat());
        }
        double darker = 1 - 0.15 * random.nextDouble();
        double noise = 8 * random.nextDouble();
        for (int i = 0; i < moved.length; i++) {
            double value = (moved[i] & 0xff) * darker + random.nextGaussian() * noise;
            moved[i] = (byte) Math.max(0, Math.min(255, Math.round(value)));
        }
        return moved;
    }

    private static Set<UUID> near(Set<UUID> among, Map<UUID, byte[]> held, byte[] query, boolean movesWhatItHolds) {
        return among.stream()
                .filter(id -> (movesWhatItHolds
                                ? NearDuplicate.distance(held.get(id), query)
                                : NearDuplicate.distance(query, held.get(id)))
                        <= NearDuplicate.THRESHOLD)
                .collect(Collectors.toSet());
    }

    private static byte[] moved(byte[] picture, int down, int right) {
        byte[] moved = new byte[784];
        for (int y = Math.max(0, -down); y < 28 - Math.max(0, down); y++) {
            for (int x = Math.max(0, -right); x < 28 - Math.max(0, right); x++) {
                moved[(y + down) * 28 + x + right] = picture[y * 28 + x];
            }
        }
        return moved;
    }

    private static byte[] jpeg(byte[] picture, float quality) throws IOException {
        BufferedImage grey = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
        grey.getRaster().setDataElements(0, 0, 28, 28, picture);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file)) {
            ImageWriteParam settings = writer.getDefaultWriteParam();
            settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            settings.setCompressionQuality(quality);
            writer.setOutput(out);
            writer.write(null, new IIOImage(grey, null, null), settings);
        } finally {
            writer.dispose();
        }
        BufferedImage read = ImageIO.read(new ByteArrayInputStream(file.toByteArray()));
        return (byte[]) read.getRaster().getDataElements(0, 0, 28, 28, null);
    }
}
