package dev.osprey.server.camera;

import dev.osprey.engine.text.Redactor;
import java.util.List;

/**
 * One stream of a camera as page and API show it.
 *
 * @param source with its password masked
 * @param state as the camera's; {@code idle}: it opens when somebody looks
 */
public record StreamView(
        List<String> roles,
        String source,
        String state,
        String stateMessage,
        int width,
        int height,
        String codec,
        double fps,
        long kbps) {
    public StreamView {
        roles = List.copyOf(roles);
    }

    /** The same without secrets in its words. */
    StreamView redacted(Redactor redactor) {
        return new StreamView(
                roles, redactor.redact(source), state, redactor.redact(stateMessage), width, height, codec, fps, kbps);
    }
}
