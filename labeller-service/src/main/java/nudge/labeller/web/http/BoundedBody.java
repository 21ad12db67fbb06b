package nudge.labeller.web.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.HttpStatus;

/** Reads bodies that may not be large. */
final class BoundedBody {
    private BoundedBody() {}

    /** @throws BadRequestException when the body is longer than {@code most} bytes */
    static byte[] read(HttpServletRequest request, int most) throws IOException {
        if (request.getContentLengthLong() > most) {
            throw tooLarge(most);
        }
        byte[] body = request.getInputStream().readNBytes(most + 1);
        if (body.length > most) {
            throw tooLarge(most);
        }
        return body;
    }

    private static BadRequestException tooLarge(int most) {
        return new BadRequestException(
                HttpStatus.CONTENT_TOO_LARGE, "expected a body of at most " + most / 1024 + " KB, got a larger one");
    }
}
