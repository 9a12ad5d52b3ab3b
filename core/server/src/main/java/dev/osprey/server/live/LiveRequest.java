package dev.osprey.server.live;

import dev.osprey.server.config.Role;
import java.util.Set;

/**
 * What a viewer wants of one camera.
 *
 * @param accept what it can show: {@code avc1}, {@code hvc1}, {@code jpeg}; where the stream's codec is not among them,
 *     or it falls behind again and again, it gets JPEG if that is
 * @param jpeg how JPEGs are made for it
 */
public record LiveRequest(
        String camera, Role role, boolean video, boolean analysis, boolean status, Set<String> accept, JpegSpec jpeg) {
    public LiveRequest {
        accept = Set.copyOf(accept);
    }

    /** Video, results and status. */
    public static LiveRequest all(String camera, Role role, Set<String> accept) {
        return new LiveRequest(camera, role, true, true, true, accept, JpegSpec.DEFAULT);
    }

    /** JPEGs alone, as for an MJPEG stream. */
    public static LiveRequest jpegs(String camera, JpegSpec jpeg) {
        return new LiveRequest(camera, Role.DETECT, true, false, false, Set.of("jpeg"), jpeg);
    }
}
