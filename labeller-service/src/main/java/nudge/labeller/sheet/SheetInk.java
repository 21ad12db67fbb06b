package nudge.labeller.sheet;

/**
 * What is written on a page, as ink on blank paper: {@code [height][width]} values row by row, 0 = paper, 255 = the ink of a
 * stroke's middle. A stroke that is as pale as pencil is as dark here as one of a felt tip.
 *
 * @param values nobody changes them
 * @param step how many pixels of the photo, along each side, one value stands for
 */
public record SheetInk(byte[] values, int width, int height, int step) {
    int at(int x, int y) {
        return values[y * width + x] & 0xff;
    }
}
