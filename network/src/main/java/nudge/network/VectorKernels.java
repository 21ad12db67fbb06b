package nudge.network;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The kernels in vectors of 4, 8 or 16 floats. Loaded only when the vector module is there. */
final class VectorKernels extends Kernels {
    static int preferredBits() {
        return Math.min(512, FloatVector.SPECIES_PREFERRED.vectorBitSize());
    }

    /** The species of every kernel: a constant, so that the compiler knows the machine instructions. */
    static VectorSpecies<Float> species() {
        return switch (System.getProperty("nudge.kernel", "")) {
            case "128" -> FloatVector.SPECIES_128;
            case "256" -> FloatVector.SPECIES_256;
            case "512" -> FloatVector.SPECIES_512;
            default ->
                switch (preferredBits()) {
                    case 512 -> FloatVector.SPECIES_512;
                    case 256 -> FloatVector.SPECIES_256;
                    default -> FloatVector.SPECIES_128;
                };
        };
    }

    private static final int LANES = species().length();

    @Override
    void sparseForward(Layer layer, MiniBatch batch, int from, int to, float[] z) {
        int c = 0;
        while (c < layer.width) {
            int panel = c / layer.panelWidth * layer.panelWidth;
            int stride = layer.panelStride(panel);
            int w = layer.panelStart(panel) + c - panel;
            if (c - panel + 2 * LANES <= stride) {
                SparseVectors.forward2(
                        batch.pixel,
                        batch.value,
                        batch.start,
                        from,
                        to,
                        layer.weights,
                        w,
                        stride,
                        layer.biases,
                        c,
                        z,
                        layer.pitch);
                c += 2 * LANES;
            } else {
                SparseVectors.forward1(
                        batch.pixel,
                        batch.value,
                        batch.start,
                        from,
                        to,
                        layer.weights,
                        w,
                        stride,
                        layer.biases,
                        c,
                        z,
                        layer.pitch);
                c += LANES;
            }
        }
    }

    @Override
    void sparseUpdate(Layer moved, MiniBatch batch, int half, float[] nudges) {
        int[] first = half == 1 ? batch.middle : batch.start;
        int[] last = half == 0 ? batch.middle : batch.start;
        int next = half == 0 ? 0 : 1;
        int c = 0;
        while (c < moved.width) {
            int panel = c / moved.panelWidth * moved.panelWidth;
            int stride = moved.panelStride(panel);
            int w = moved.panelStart(panel) + c - panel;
            if (c - panel + 2 * LANES <= stride) {
                SparseVectors.update2(
                        batch.pixel,
                        batch.value,
                        first,
                        last,
                        next,
                        batch.size(),
                        moved.weights,
                        w,
                        stride,
                        nudges,
                        c,
                        moved.pitch);
                c += 2 * LANES;
            } else {
                SparseVectors.update1(
                        batch.pixel,
                        batch.value,
                        first,
                        last,
                        next,
                        batch.size(),
                        moved.weights,
                        w,
                        stride,
                        nudges,
                        c,
                        moved.pitch);
                c += LANES;
            }
        }
    }

    @Override
    void pixelMajorUpdate(Layer moved, PixelMajor index, int fromColumn, int toColumn, float[] nudges) {
        int c = fromColumn;
        while (c < toColumn) {
            int panel = c / moved.panelWidth * moved.panelWidth;
            int stride = moved.panelStride(panel);
            int w = moved.panelStart(panel) + c - panel + index.fromPixel * stride;
            int pixels = index.toPixel - index.fromPixel;
            int second = c + 2 * LANES;
            boolean samePanel = second - panel < stride;
            int next = samePanel ? w + 2 * LANES : moved.panelStart(second) + index.fromPixel * stride;
            boolean sameStride = samePanel || second < toColumn && moved.panelStride(second) == stride;
            if (2 * LANES <= stride && sameStride && c + 4 * LANES <= toColumn) {
                SparseVectors.pixelMajor4(
                        index.first, pixels, index.row, index.value, moved.weights, w, next, stride, nudges, c);
                c += 4 * LANES;
            } else if (c - panel + 2 * LANES <= stride && c + 2 * LANES <= toColumn) {
                SparseVectors.pixelMajor2(
                        index.first, pixels, index.row, index.value, moved.weights, w, stride, nudges, c);
                c += 2 * LANES;
            } else {
                SparseVectors.pixelMajor1(
                        index.first, pixels, index.row, index.value, moved.weights, w, stride, nudges, c);
                c += LANES;
            }
        }
    }

    @Override
    void multiply(Rows a, int step, int from, int to, int count, Rows w, Rows z, int columns) {
        for (int c = 0; c < columns; c += LANES) {
            int b = from;
            for (; b + 8 <= to; b += 8) {
                DenseVectors.rows8(
                        a.array,
                        a.start + b * a.stride,
                        a.stride,
                        step,
                        count,
                        w.array,
                        w.start + c,
                        w.stride,
                        z.array,
                        z.start + b * z.stride + c,
                        z.stride);
            }
            for (; b + 4 <= to; b += 4) {
                DenseVectors.rows4(
                        a.array,
                        a.start + b * a.stride,
                        a.stride,
                        step,
                        count,
                        w.array,
                        w.start + c,
                        w.stride,
                        z.array,
                        z.start + b * z.stride + c,
                        z.stride);
            }
            for (; b < to; b++) {
                DenseVectors.row(
                        a.array,
                        a.start + b * a.stride,
                        step,
                        count,
                        w.array,
                        w.start + c,
                        w.stride,
                        z.array,
                        z.start + b * z.stride + c);
            }
        }
    }

    @Override
    void update(Rows a, int examples, int fromRow, int toRow, Rows nudges, Rows w, int columns) {
        for (int i = fromRow; i < toRow; i += 8) {
            for (int c = 0; c < columns; c += LANES) {
                DenseVectors.update8(
                        a.array,
                        a.start + i,
                        a.stride,
                        examples,
                        nudges.array,
                        nudges.start + c,
                        nudges.stride,
                        w.array,
                        w.start + i * w.stride + c,
                        w.stride);
            }
        }
    }

    @Override
    void updateBiases(Layer moved, float[] deltas, int examples, float rate) {
        for (int c = 0; c < moved.width; c += LANES) {
            DenseVectors.updateBiases(deltas, Layer.ORIGIN + c, moved.pitch, examples, rate, moved.biases, c);
        }
    }

    @Override
    void unpack(int[] entries, int from, int to, int[] pixel, float[] value, int k) {
        SparseVectors.unpack(entries, from, to, pixel, value, k);
    }

    @Override
    void exponentials(float[] z, int from, int to, float factor) {
        ExponentialVectors.of(z, from, to, factor);
    }

    @Override
    public String toString() {
        return LANES * Float.SIZE + "-bit vector kernels";
    }
}
