package nudge.labeller.web.labelling;

import nudge.labeller.web.http.BadRequestException;

/** The digits of a query. */
final class Digits {
    private Digits() {}

    /** @throws BadRequestException unless it is one of the ten */
    static int check(int digit) {
        if (digit < 0 || digit > 9) {
            throw new BadRequestException("expected digit to be from 0 to 9, got " + digit);
        }
        return digit;
    }
}
