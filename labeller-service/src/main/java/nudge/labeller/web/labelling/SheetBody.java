package nudge.labeller.web.labelling;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import nudge.labeller.sheet.Box;
import nudge.labeller.sheet.Sheet;
import nudge.labeller.web.http.BadRequestException;
import nudge.labeller.web.http.JsonFields;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which digits of a sheet are stored, and what they are: {@code {"rows": [{"digits": "31?", "boxes": [{"left": 10, "top": 20,
 * "width": 30, "height": 40}, ...]}]}}. A row without {@code digits} gets no labels, and neither does the box of a question mark.
 */
record SheetBody(List<Row> rows) {
    /** A box on the picture, and the digit in it, if it was said. */
    record LabelledBox(Box box, @Nullable Integer digit) {}

    record Row(List<LabelledBox> boxes) {}

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final double MOST_PIXELS = 100_000;

    static SheetBody of(byte[] json) {
        JsonNode read;
        try {
            read = MAPPER.readTree(new String(json, StandardCharsets.UTF_8));
        } catch (JacksonException unreadable) {
            throw new BadRequestException("expected boxes to be JSON, got something else");
        }
        List<Row> rows = new ArrayList<>();
        int boxes = 0;
        for (JsonFields row : new JsonFields(read).list("rows", "rows", Sheet.MOST_DIGITS)) {
            rows.add(row(row, rows.size() + 1));
            boxes += rows.get(rows.size() - 1).boxes.size();
        }
        if (boxes > Sheet.MOST_DIGITS) {
            throw new BadRequestException("expected at most " + Sheet.MOST_DIGITS + " boxes, got " + boxes
                    + ": send the rows in several requests");
        }
        return new SheetBody(rows);
    }

    private static Row row(JsonFields row, int number) {
        List<JsonFields> boxes = row.list("boxes", "boxes", Sheet.MOST_DIGITS);
        String digits = row.text("digits", "").replaceAll("\\s", "");
        if (!digits.isEmpty() && digits.length() != boxes.size()) {
            throw new BadRequestException("expected the digits of row " + number + " to be " + boxes.size()
                    + ", as many as its boxes, got " + digits.length()
                    + ": correct either, or leave the digits out to store the row without labels");
        }
        if (!digits.matches("[0-9?]*")) {
            throw new BadRequestException("expected the digits of row " + number
                    + " to be 0 to 9, or ? for a box without a label, got something else");
        }
        List<LabelledBox> labelled = new ArrayList<>();
        for (int i = 0; i < boxes.size(); i++) {
            int digit = digits.isEmpty() ? -1 : digits.charAt(i) - '0';
            labelled.add(new LabelledBox(box(boxes.get(i)), digit >= 0 && digit <= 9 ? digit : null));
        }
        return new Row(labelled);
    }

    private static Box box(JsonFields box) {
        return new Box(
                pixels(box, "left", 0), pixels(box, "top", 0), pixels(box, "width", 1), pixels(box, "height", 1));
    }

    private static double pixels(JsonFields box, String name, double least) {
        double value = box.isNumber(name) ? box.number(name) : Double.NaN;
        if (!(value >= least && value <= MOST_PIXELS)) {
            throw new BadRequestException(
                    "expected " + name + " of a box to be pixels of the picture, a number from " + (int) least + " to "
                            + (int) MOST_PIXELS + ", got " + box.json().get(name));
        }
        return value;
    }
}
