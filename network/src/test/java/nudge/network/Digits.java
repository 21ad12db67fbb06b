package nudge.network;

import java.util.Arrays;

/**
 * A made-up data set like handwritten digits: ten strokes of their own each, moved and blurred; the same for a seed.
 */
final class Digits {
    static final int SIDE = 28;
    static final int PIXELS = SIDE * SIDE;

    final byte[] pixels;
    final byte[] labels;

    /** @param background the grey of every pixel that no stroke touches: 0 for sparse images */
    Digits(int count, long seed, int background) {
        pixels = new byte[count * PIXELS];
        labels = new byte[count];
        GaussianSource random = new GaussianSource(seed);
        for (int n = 0; n < count; n++) {
            labels[n] = (byte) (random.nextUniform() * 10);
            draw(n * PIXELS, labels[n], random, background);
        }
    }

    private void draw(int offset, int digit, GaussianSource random, int background) {
        Arrays.fill(pixels, offset, offset + PIXELS, (byte) background);
        GaussianSource shape = new GaussianSource(1000 + digit);
        double dx = random.nextGaussian();
        double dy = random.nextGaussian();
        for (int stroke = 0; stroke < 3; stroke++) {
            double x = 7 + 14 * shape.nextUniform() + dx;
            double y = 7 + 14 * shape.nextUniform() + dy;
            double angle = 6.28 * shape.nextUniform() + 0.1 * random.nextGaussian();
            for (int t = 0; t < 12; t++) {
                dab(offset, (int) x, (int) y, 120 + (int) (130 * random.nextUniform()));
                x += StrictMath.cos(angle);
                y += StrictMath.sin(angle);
                angle += 0.2 * shape.nextGaussian();
            }
        }
    }

    private void dab(int offset, int x, int y, int grey) {
        for (int cy = y; cy < y + 2; cy++) {
            for (int cx = x; cx < x + 2; cx++) {
                if (cx >= 0 && cx < SIDE && cy >= 0 && cy < SIDE) {
                    pixels[offset + cy * SIDE + cx] = (byte) grey;
                }
            }
        }
    }

    int count() {
        return labels.length;
    }

    void addTo(MiniBatch batch, int n) {
        batch.add(pixels, n * PIXELS, labels[n]);
    }

    SparseExamples examples() {
        SparseExamples examples = new SparseExamples(PIXELS);
        for (int n = 0; n < count(); n++) {
            examples.add(pixels, n * PIXELS, labels[n]);
        }
        return examples;
    }
}
