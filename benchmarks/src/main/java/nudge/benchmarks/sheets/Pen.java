package nudge.benchmarks.sheets;

import java.awt.Color;

/**
 * What a sheet is written with.
 *
 * @param opacity of a stroke's middle, 0 to 1
 * @param thickness 0 to 1: how much of a digit's soft edge is ink; thin strokes break here and there
 * @param grain how unevenly it covers the paper, 0 to 1
 */
record Pen(Color color, double opacity, double thickness, double grain) {
    static final Pen FELT_TIP = new Pen(new Color(25, 25, 30), 0.95, 0.6, 0.05);
    static final Pen BLUE_BALLPOINT = new Pen(new Color(35, 55, 140), 0.88, 0.45, 0.12);
    static final Pen PENCIL = new Pen(new Color(90, 90, 95), 0.75, 0.5, 0.45);
    static final Pen PALE = new Pen(new Color(150, 150, 155), 0.8, 0.55, 0.1);
}
