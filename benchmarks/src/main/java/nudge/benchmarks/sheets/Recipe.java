package nudge.benchmarks.sheets;

import java.awt.Color;
import java.util.List;
import nudge.benchmarks.sheets.Camera.Light;

/**
 * How a sheet is made.
 *
 * @param color of the paper
 * @param columns the most digits of a row; most rows have fewer where the paper has no cells
 * @param digit height of a digit, in pixels of the picture
 * @param touching share of the digits that touch the next one
 */
record Recipe(
        String name,
        long seed,
        Paper paper,
        Color color,
        Pen pen,
        int rows,
        int columns,
        double digit,
        double touching,
        Camera camera) {
    private static final Color WHITE = new Color(238, 237, 232);
    private static final Color YELLOW = new Color(235, 215, 130);
    private static final Color PINK = new Color(226, 180, 178);
    private static final Camera PHONE = new Camera(0, 0.01, Light.EVEN, 0.9, 3, 85, false);

    /** The twenty sheets that are measured. */
    static List<Recipe> all() {
        return List.of(
                of("scan", 1, Paper.PLAIN, WHITE, Pen.FELT_TIP, 10, 14, 60, 0, Camera.SCANNER),
                of("ruled", 2, Paper.RULED, WHITE, Pen.BLUE_BALLPOINT, 9, 12, 70, 0, PHONE.skewed(1.5)),
                of(
                        "ruled, margin, soft shadow",
                        3,
                        Paper.RULED_WITH_MARGIN,
                        WHITE,
                        Pen.BLUE_BALLPOINT,
                        9,
                        12,
                        66,
                        0,
                        PHONE.skewed(-3).in(Light.SOFT_SHADOW)),
                of("grid paper", 4, Paper.GRID, WHITE, Pen.BLUE_BALLPOINT, 9, 12, 70, 0, PHONE.skewed(2)),
                of("boxes", 5, Paper.BOXES, WHITE, Pen.FELT_TIP, 8, 10, 64, 0, PHONE.skewed(-1)),
                of(
                        "comb, JPEG 40",
                        6,
                        Paper.COMB,
                        WHITE,
                        Pen.BLUE_BALLPOINT,
                        9,
                        12,
                        60,
                        0,
                        PHONE.skewed(4).jpeg(40)),
                of("soft shadow", 7, Paper.PLAIN, WHITE, Pen.FELT_TIP, 9, 12, 64, 0, PHONE.in(Light.SOFT_SHADOW)),
                of(
                        "hard shadow",
                        8,
                        Paper.PLAIN,
                        WHITE,
                        Pen.BLUE_BALLPOINT,
                        9,
                        12,
                        64,
                        0,
                        PHONE.skewed(-5).in(Light.HARD_SHADOW)),
                of(
                        "dark vignette",
                        9,
                        Paper.PLAIN,
                        WHITE,
                        Pen.BLUE_BALLPOINT,
                        9,
                        12,
                        64,
                        0,
                        PHONE.skewed(3).in(Light.VIGNETTE).noisy(5)),
                of(
                        "low contrast",
                        10,
                        Paper.PLAIN,
                        WHITE,
                        Pen.PALE,
                        9,
                        12,
                        64,
                        0,
                        PHONE.skewed(-2).noisy(4)),
                of("pencil", 11, Paper.PLAIN, WHITE, Pen.PENCIL, 9, 12, 64, 0, PHONE.skewed(2)),
                of(
                        "pencil, ruled, soft shadow",
                        12,
                        Paper.RULED,
                        WHITE,
                        Pen.PENCIL,
                        9,
                        12,
                        64,
                        0,
                        PHONE.skewed(-4).in(Light.SOFT_SHADOW)),
                of(
                        "out of focus",
                        13,
                        Paper.PLAIN,
                        WHITE,
                        Pen.FELT_TIP,
                        9,
                        12,
                        60,
                        0,
                        PHONE.skewed(6).blurred(4)),
                of(
                        "noise",
                        14,
                        Paper.PLAIN,
                        WHITE,
                        Pen.BLUE_BALLPOINT,
                        9,
                        12,
                        64,
                        0,
                        PHONE.skewed(-4).noisy(16)),
                of(
                        "small, ruled, JPEG 40",
                        15,
                        Paper.RULED,
                        WHITE,
                        Pen.BLUE_BALLPOINT,
                        16,
                        24,
                        34,
                        0,
                        PHONE.skewed(1).jpeg(40)),
                of("touching", 16, Paper.PLAIN, WHITE, Pen.FELT_TIP, 9, 14, 60, 0.2, PHONE.skewed(1)),
                of(
                        "yellow paper, perspective",
                        17,
                        Paper.PLAIN,
                        YELLOW,
                        Pen.BLUE_BALLPOINT,
                        9,
                        12,
                        64,
                        0.05,
                        PHONE.skewed(-6).from(0.04)),
                of(
                        "ruled, over a desk",
                        18,
                        Paper.RULED_WITH_MARGIN,
                        WHITE,
                        Pen.FELT_TIP,
                        9,
                        12,
                        60,
                        0,
                        PHONE.skewed(3).from(0.03).overDesk()),
                of(
                        "grid paper, pencil, shadow",
                        19,
                        Paper.GRID,
                        WHITE,
                        Pen.PENCIL,
                        8,
                        11,
                        72,
                        0,
                        PHONE.skewed(8).in(Light.SOFT_SHADOW)),
                of(
                        "all at once",
                        20,
                        Paper.RULED,
                        PINK,
                        Pen.BLUE_BALLPOINT,
                        9,
                        12,
                        60,
                        0.05,
                        PHONE.skewed(-7)
                                .from(0.03)
                                .in(Light.HARD_SHADOW)
                                .noisy(7)
                                .jpeg(55)
                                .overDesk()));
    }

    Recipe withSeed(long other) {
        return new Recipe(name, other, paper, color, pen, rows, columns, digit, touching, camera);
    }

    private static Recipe of(
            String name,
            long seed,
            Paper paper,
            Color color,
            Pen pen,
            int rows,
            int columns,
            double digit,
            double touching,
            Camera camera) {
        return new Recipe(name, seed, paper, color, pen, rows, columns, digit, touching, camera);
    }
}
