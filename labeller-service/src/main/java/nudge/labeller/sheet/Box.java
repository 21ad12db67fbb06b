package nudge.labeller.sheet;

/**
 * Where a digit is on a photo, in the pixels of the photo as it is seen, with its Exif orientation.
 *
 * @param left of its first column, {@code top} of its first row
 */
public record Box(double left, double top, double width, double height) {}
