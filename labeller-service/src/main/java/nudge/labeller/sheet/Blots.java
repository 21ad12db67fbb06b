package nudge.labeller.sheet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The connected components of a page's ink; eight neighbours hang together.
 *
 * @param labels {@code [height][width]}: 0 = none, else the number of the component, from 1; changed by whoever parts one
 * @param list of all that are larger than dust, by their labels
 */
record Blots(int[] labels, int width, int height, List<Blot> list) {
    /** @param least points; what has fewer is dust, and loses its labels */
    static Blots of(Mask page, int least) {
        return new Fill(page, least).all();
    }

    private static final class Fill {
        private final Mask page;
        private final int least;
        private final int[] labels;
        private int[] stack = new int[1024];

        Fill(Mask page, int least) {
            this.page = page;
            this.least = least;
            labels = new int[page.ink().length];
        }

        Blots all() {
            List<Blot> list = new ArrayList<>();
            for (int start = 0; start < labels.length; start++) {
                if (page.ink()[start] && labels[start] == 0) {
                    Blot blot = fill(start, list.size() + 1);
                    if (blot.size() >= least) {
                        list.add(blot);
                    } else {
                        for (int i = 0; i < blot.size(); i++) {
                            labels[stack[i]] = -1;
                        }
                    }
                }
            }
            for (int i = 0; i < labels.length; i++) {
                labels[i] = Math.max(0, labels[i]);
            }
            return new Blots(labels, page.width(), page.height(), list);
        }

        /** The stack is never popped: in the end it holds all points of the component. */
        private Blot fill(int start, int label) {
            int width = page.width();
            int left = width;
            int top = page.height();
            int right = 0;
            int bottom = 0;
            int pushed = 0;
            stack[pushed++] = start;
            labels[start] = label;
            for (int next = 0; next < pushed; next++) {
                int x = stack[next] % width;
                int y = stack[next] / width;
                left = Math.min(left, x);
                right = Math.max(right, x + 1);
                top = Math.min(top, y);
                bottom = Math.max(bottom, y + 1);
                if (pushed + 8 > stack.length) {
                    stack = Arrays.copyOf(stack, 2 * stack.length);
                }
                for (int dy = -1; dy <= 1; dy++) {
                    for (int dx = -1; dx <= 1; dx++) {
                        int at = (y + dy) * width + x + dx;
                        if (page.at(x + dx, y + dy) && labels[at] == 0) {
                            labels[at] = label;
                            stack[pushed++] = at;
                        }
                    }
                }
            }
            return new Blot(left, top, right, bottom, pushed, List.of(label));
        }
    }
}
