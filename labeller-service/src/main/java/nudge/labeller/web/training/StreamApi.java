package nudge.labeller.web.training;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import nudge.labeller.access.Actor;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Checkpoints, measurements and progress as they come: Server-Sent Events. */
@RestController
class StreamApi {
    private static final String EVENTS = MediaType.TEXT_EVENT_STREAM_VALUE + ";charset=UTF-8";

    private final EventStream stream;

    StreamApi(EventStream stream) {
        this.stream = stream;
    }

    @GetMapping(path = "/api/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter stream(
            Actor actor,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            HttpServletResponse response)
            throws IOException {
        stream.checkRoom();
        // The head goes out before there is a stream: another thread sends that, while this one would still write
        // headers.
        response.setContentType(EVENTS);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader("X-Accel-Buffering", "no"); // nginx passes each event on as it comes
        response.flushBuffer();
        return stream.open(actor, lastEventId);
    }
}
