package nudge.labeller.sheet;

/**
 * The turn between a page as it was photographed and the same page with level rows, about the middle of both.
 *
 * @param skew how far the rows fall to the right, in degrees
 * @param width of the photo, in its pixels
 */
record Turn(double skew, int width, int height, double cosine, double sine) {
    static Turn of(double skew, int width, int height) {
        double angle = Math.toRadians(skew);
        return new Turn(skew, width, height, StrictMath.cos(angle), StrictMath.sin(angle));
    }

    int straightWidth() {
        return (int) Math.ceil(width * cosine + height * Math.abs(sine));
    }

    int straightHeight() {
        return (int) Math.ceil(height * cosine + width * Math.abs(sine));
    }

    /** Where a point of the level page is in the photo. */
    double x(double u, double v) {
        return cosine * (u - straightWidth() / 2.0) - sine * (v - straightHeight() / 2.0) + width / 2.0;
    }

    double y(double u, double v) {
        return sine * (u - straightWidth() / 2.0) + cosine * (v - straightHeight() / 2.0) + height / 2.0;
    }

    /** Where a point of the photo is on the level page. */
    double u(double x, double y) {
        return cosine * (x - width / 2.0) + sine * (y - height / 2.0) + straightWidth() / 2.0;
    }

    double v(double x, double y) {
        return -sine * (x - width / 2.0) + cosine * (y - height / 2.0) + straightHeight() / 2.0;
    }
}
