package nudge.labeller.web.labelling;

import java.util.Base64;
import nudge.labeller.image.Png;
import nudge.labeller.queue.Task;

/** How an answer gives the picture of a task. */
enum Pictures {
    /** By a path: the picture is another request. */
    PATH,
    /** In the answer itself: whoever has it can show it, whatever becomes of the network. */
    INLINE;

    String of(Task task) {
        return this == PATH
                ? ImageApi.pngOf(task.image())
                : "data:image/png;base64," + Base64.getEncoder().encodeToString(Png.write(task.pixels()));
    }
}
