package nudge.network;

/** The kernels in plain Java: what the vector kernels must equal, and what runs without the vector module. */
final class ScalarKernels extends Kernels {
    /**
     * The first layer's weighted inputs from the index of non-zero pixels, for examples [from, to): for each output four
     * chains, entry k in chain k modulo 4, then z = (c0 + c1 + (c2 + c3)) / 255 + bias.
     *
     * @param z rows as in {@link Workspace}
     */
    @Override
    void sparseForward(Layer layer, MiniBatch batch, int from, int to, float[] z) {
        for (int c = 0; c < layer.width; c += Layer.BLOCK) {
            int panel = c / layer.panelWidth * layer.panelWidth;
            int stride = layer.panelStride(panel);
            int w = layer.panelStart(panel) + c - panel;
            for (int b = from; b < to; b++) {
                chains(layer, batch, b, w, stride, z, Layer.ORIGIN + b * layer.pitch + c, c);
            }
        }
    }

    private static void chains(Layer layer, MiniBatch batch, int b, int w, int stride, float[] z, int at, int column) {
        float[] weights = layer.weights;
        for (int j = 0; j < Layer.BLOCK; j++) {
            float c0 = 0f;
            float c1 = 0f;
            float c2 = 0f;
            float c3 = 0f;
            for (int k = batch.from(b, 0); k < batch.to(b, 1); k += 4) {
                c0 = Math.fma(batch.value[k], weights[w + batch.pixel[k] * stride + j], c0);
                c1 = Math.fma(batch.value[k + 1], weights[w + batch.pixel[k + 1] * stride + j], c1);
                c2 = Math.fma(batch.value[k + 2], weights[w + batch.pixel[k + 2] * stride + j], c2);
                c3 = Math.fma(batch.value[k + 3], weights[w + batch.pixel[k + 3] * stride + j], c3);
            }
            z[at + j] = Math.fma((c0 + c1) + (c2 + c3), Reference.PIXEL_SCALE, layer.biases[column + j]);
        }
    }

    /**
     * Moves the first layer's weights of one half of the pixels (0, 1, or -1 for both) by every example's nudge in turn,
     * pixel by pixel of the example: for narrow layers, whose weights stay in the nearest cache.
     *
     * @param moved weights or velocities
     * @param nudges deltas times the rate, rows as in {@link Workspace}
     */
    @Override
    void sparseUpdate(Layer moved, MiniBatch batch, int half, float[] nudges) {
        for (int b = 0; b < batch.size(); b++) {
            int row = Layer.ORIGIN + b * moved.pitch;
            int to = batch.to(b, half);
            for (int k = batch.from(b, half); k < to; k++) {
                for (int panel = 0; panel < moved.width; panel += moved.panelWidth) {
                    int stride = moved.panelStride(panel);
                    int w = moved.panelStart(panel) + batch.pixel[k] * stride;
                    nudge(batch.value[k], nudges, row + panel, moved.weights, w, stride);
                }
            }
        }
    }

    /** The same sums as {@link #sparseUpdate}, pixel after pixel, for columns [fromColumn, toColumn): for wide layers. */
    @Override
    void pixelMajorUpdate(Layer moved, PixelMajor index, int fromColumn, int toColumn, float[] nudges) {
        for (int c = fromColumn; c < toColumn; c += Layer.BLOCK) {
            int panel = c / moved.panelWidth * moved.panelWidth;
            int stride = moved.panelStride(panel);
            for (int p = index.fromPixel; p < index.toPixel; p++) {
                int w = moved.panelStart(panel) + p * stride + c - panel;
                int to = index.first[p - index.fromPixel + 1];
                for (int k = index.first[p - index.fromPixel]; k < to; k++) {
                    nudge(index.value[k], nudges, index.row[k] + c, moved.weights, w, Layer.BLOCK);
                }
            }
        }
    }

    /** w[j] += x * nudge[j], fused. */
    private static void nudge(float x, float[] nudges, int n, float[] weights, int w, int count) {
        for (int j = 0; j < count; j++) {
            weights[w + j] = Math.fma(x, nudges[n + j], weights[w + j]);
        }
    }

    /**
     * z[b][c] += sum over k below {@code count} of a[b][k * step] w[k][c], k ascending, one chain per element beginning with z; for
     * rows [from, to) of a and z.
     */
    @Override
    void multiply(Rows a, int step, int from, int to, int count, Rows w, Rows z, int columns) {
        for (int b = from; b < to; b++) {
            int row = z.start + b * z.stride;
            for (int k = 0; k < count; k++) {
                nudge(
                        a.array[a.start + b * a.stride + k * step],
                        w.array,
                        w.start + k * w.stride,
                        z.array,
                        row,
                        columns);
            }
        }
    }

    /**
     * w[i][c] += sum over examples b of a[b][i] nudges[b][c], b ascending, one chain per element beginning with w; for rows
     * [fromRow, toRow) of w, both multiples of 8.
     */
    @Override
    void update(Rows a, int examples, int fromRow, int toRow, Rows nudges, Rows w, int columns) {
        for (int i = fromRow; i < toRow; i++) {
            int row = w.start + i * w.stride;
            for (int b = 0; b < examples; b++) {
                float x = a.array[a.start + b * a.stride + i];
                nudge(x, nudges.array, nudges.start + b * nudges.stride, w.array, row, columns);
            }
        }
    }

    /** biases += rate * delta of each example in turn. */
    @Override
    void updateBiases(Layer moved, float[] deltas, int examples, float rate) {
        for (int b = 0; b < examples; b++) {
            nudge(rate, deltas, Layer.ORIGIN + b * moved.pitch, moved.biases, 0, moved.width);
        }
    }

    /**
     * Entries [from, to), pixel << 8 | value, to position k of pixel and value. Both may be overwritten up to the next
     * multiple of 16 entries, and entries be read as far.
     */
    @Override
    void unpack(int[] entries, int from, int to, int[] pixel, float[] value, int k) {
        for (int i = 0; i < to - from; i++) {
            pixel[k + i] = entries[from + i] >>> 8;
            value[k + i] = entries[from + i] & 0xff;
        }
    }

    /** z = exp(factor z) for z[from, to). */
    @Override
    void exponentials(float[] z, int from, int to, float factor) {
        for (int i = from; i < to; i++) {
            z[i] = Exponential.exp(factor * z[i]);
        }
    }

    @Override
    public String toString() {
        return "scalar kernels";
    }
}
