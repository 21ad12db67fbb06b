package nudge.benchmarks.sheets;

/**
 * How a sheet becomes a picture.
 *
 * @param skew in degrees, clockwise
 * @param perspective how far a corner may be from where it would be seen from straight above, as a share of the page
 * @param blur standard deviation of the lens's blur, in pixels
 * @param noise standard deviation of the sensor's noise, in levels of 256
 * @param quality of the JPEG, 1 to 100; 0 for a PNG
 * @param desk whether the page's edges and what it lies on are seen
 */
record Camera(double skew, double perspective, Light light, double blur, double noise, int quality, boolean desk) {
    static final Camera SCANNER = new Camera(0, 0, Light.EVEN, 0.5, 1, 90, false);

    /** What falls on the page. */
    enum Light {
        EVEN,
        /** Half of the page is darker, with a wide edge. */
        SOFT_SHADOW,
        /** The shadow of a hand that holds the telephone, with a sharp edge. */
        HARD_SHADOW,
        /** Dark corners, and too little light. */
        VIGNETTE
    }

    Camera skewed(double degrees) {
        return new Camera(degrees, perspective, light, blur, noise, quality, desk);
    }

    Camera from(double aside) {
        return new Camera(skew, aside, light, blur, noise, quality, desk);
    }

    Camera in(Light other) {
        return new Camera(skew, perspective, other, blur, noise, quality, desk);
    }

    Camera blurred(double pixels) {
        return new Camera(skew, perspective, light, pixels, noise, quality, desk);
    }

    Camera noisy(double levels) {
        return new Camera(skew, perspective, light, blur, levels, quality, desk);
    }

    Camera jpeg(int percent) {
        return new Camera(skew, perspective, light, blur, noise, percent, desk);
    }

    Camera overDesk() {
        return new Camera(skew, perspective, light, blur, noise, quality, true);
    }
}
