package nudge.labeller.sheet;

import java.util.Arrays;

/**
 * How much darker than its paper each point of a page is, whatever light fell on it: {@code [height][width]} values row by
 * row, 0 = paper, 255 = black.
 *
 * @param values nobody changes them
 */
record Darkness(byte[] values, int width, int height) {
    /** The paper is looked for at a quarter of the resolution. */
    private static final int BLOCK = 4;
    /** Of a closing, in blocks: what is narrower than twice that is written on the paper. */
    private static final int STROKE = 5;

    private static final int TILE = 32; // blocks

    int at(int x, int y) {
        return values[y * width + x] & 0xff;
    }

    /**
     * Takes away the light. The paper is what remains when dark strokes are closed by their surroundings (a morphological
     * closing), and each point's brightness is compared with its paper's: a shadow darkens both.
     *
     * @param grey {@code [height][width]} brightness, 0 = black; dark ink on light paper
     */
    static Darkness of(byte[] grey, int width, int height) {
        byte[] smooth = smoothed(grey, width, height);
        int columns = (width + BLOCK - 1) / BLOCK;
        int rows = (height + BLOCK - 1) / BLOCK;
        int[] paper = blockMeans(smooth, width, height, columns, rows);
        paper = extreme(extreme(paper, columns, rows, true), columns, rows, false);
        paper = boxMean(paper, columns, rows);
        byte[] values = new byte[grey.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double below = between(paper, columns, rows, (x + 0.5) / BLOCK - 0.5, (y + 0.5) / BLOCK - 0.5);
                double dark = 255 * (1 - (smooth[y * width + x] & 0xff) / Math.max(8, below));
                values[y * width + x] = (byte) Math.max(0, Math.round(dark));
            }
        }
        return new Darkness(values, width, height);
    }

    /**
     * Light ink on dark paper, such as chalk on a blackboard, as dark ink on light paper; all else as it is. Paper is what most
     * of each part of a page shows.
     */
    static byte[] withDarkInk(byte[] grey, int width, int height) {
        int columns = (width + BLOCK - 1) / BLOCK;
        int rows = (height + BLOCK - 1) / BLOCK;
        int[] means = blockMeans(grey, width, height, columns, rows);
        int darker = 0;
        int lighter = 0;
        for (int top = 0; top < rows; top += TILE) {
            for (int left = 0; left < columns; left += TILE) {
                int[] tile = tile(means, columns, rows, left, top);
                int paper = tile[tile.length / 2];
                darker += paper - tile[tile.length / 50];
                lighter += tile[tile.length - 1 - tile.length / 50] - paper;
            }
        }
        if (lighter <= darker) {
            return grey;
        }
        byte[] inverted = new byte[grey.length];
        for (int i = 0; i < grey.length; i++) {
            inverted[i] = (byte) (255 - (grey[i] & 0xff));
        }
        return inverted;
    }

    /** Its values in ascending order. */
    private static int[] tile(int[] values, int columns, int rows, int left, int top) {
        int right = Math.min(columns, left + TILE);
        int bottom = Math.min(rows, top + TILE);
        int[] tile = new int[(right - left) * (bottom - top)];
        for (int row = top; row < bottom; row++) {
            System.arraycopy(values, row * columns + left, tile, (row - top) * (right - left), right - left);
        }
        Arrays.sort(tile);
        return tile;
    }

    /** Turned about its middle, so that what rose or fell by an angle lies level; what comes in from outside is paper. */
    Darkness turned(Turn turn) {
        byte[] turned = new byte[turn.straightWidth() * turn.straightHeight()];
        for (int v = 0; v < turn.straightHeight(); v++) {
            for (int u = 0; u < turn.straightWidth(); u++) {
                double x = turn.x(u, v);
                double y = turn.y(u, v);
                int column = (int) Math.floor(x);
                int row = (int) Math.floor(y);
                if (column < 0 || row < 0 || column >= width - 1 || row >= height - 1) {
                    continue;
                }
                double right = x - column;
                double down = y - row;
                double upper = (1 - right) * at(column, row) + right * at(column + 1, row);
                double lower = (1 - right) * at(column, row + 1) + right * at(column + 1, row + 1);
                turned[v * turn.straightWidth() + u] = (byte) Math.round((1 - down) * upper + down * lower);
            }
        }
        return new Darkness(turned, turn.straightWidth(), turn.straightHeight());
    }

    /** Weights 1 2 1 along both axes: half of the noise goes, strokes stay. */
    private static byte[] smoothed(byte[] grey, int width, int height) {
        byte[] smooth = new byte[grey.length];
        for (int y = 0; y < height; y++) {
            int above = Math.max(0, y - 1) * width;
            int here = y * width;
            int below = Math.min(height - 1, y + 1) * width;
            for (int x = 0; x < width; x++) {
                int left = Math.max(0, x - 1);
                int right = Math.min(width - 1, x + 1);
                int sum = (grey[above + left] & 0xff)
                        + 2 * (grey[above + x] & 0xff)
                        + (grey[above + right] & 0xff)
                        + 2 * (grey[here + left] & 0xff)
                        + 4 * (grey[here + x] & 0xff)
                        + 2 * (grey[here + right] & 0xff)
                        + (grey[below + left] & 0xff)
                        + 2 * (grey[below + x] & 0xff)
                        + (grey[below + right] & 0xff);
                smooth[here + x] = (byte) ((sum + 8) / 16);
            }
        }
        return smooth;
    }

    private static int[] blockMeans(byte[] grey, int width, int height, int columns, int rows) {
        int[] means = new int[columns * rows];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int sum = 0;
                int count = 0;
                for (int y = row * BLOCK; y < Math.min(height, (row + 1) * BLOCK); y++) {
                    for (int x = column * BLOCK; x < Math.min(width, (column + 1) * BLOCK); x++) {
                        sum += grey[y * width + x] & 0xff;
                        count++;
                    }
                }
                means[row * columns + column] = sum / count;
            }
        }
        return means;
    }

    /** The greatest or the least value of each point's square. */
    private static int[] extreme(int[] values, int columns, int rows, boolean greatest) {
        return extremeAlong(extremeAlong(values, 1, columns, greatest), columns, rows, greatest);
    }

    private static int[] extremeAlong(int[] values, int step, int length, boolean greatest) {
        int[] found = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            int at = i / step % length;
            int extreme = values[i];
            for (int k = Math.max(0, at - STROKE); k <= Math.min(length - 1, at + STROKE); k++) {
                int value = values[i + (k - at) * step];
                extreme = greatest ? Math.max(extreme, value) : Math.min(extreme, value);
            }
            found[i] = extreme;
        }
        return found;
    }

    private static int[] boxMean(int[] values, int columns, int rows) {
        int[] means = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            int sum = 0;
            int count = 0;
            for (int row = Math.max(0, i / columns - 1); row <= Math.min(rows - 1, i / columns + 1); row++) {
                for (int column = Math.max(0, i % columns - 1);
                        column <= Math.min(columns - 1, i % columns + 1);
                        column++) {
                    sum += values[row * columns + column];
                    count++;
                }
            }
            means[i] = sum / count;
        }
        return means;
    }

    private static double between(int[] values, int columns, int rows, double x, double y) {
        double inX = Math.min(columns - 1, Math.max(0, x));
        double inY = Math.min(rows - 1, Math.max(0, y));
        int column = Math.min(Math.max(0, columns - 2), (int) inX);
        int row = Math.min(Math.max(0, rows - 2), (int) inY);
        int right = Math.min(columns - 1, column + 1);
        int below = Math.min(rows - 1, row + 1);
        double upper = values[row * columns + column]
                + (inX - column) * (values[row * columns + right] - values[row * columns + column]);
        double lower = values[below * columns + column]
                + (inX - column) * (values[below * columns + right] - values[below * columns + column]);
        return upper + (inY - row) * (lower - upper);
    }
}
