package dev.osprey.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.osprey.media.source.Transport;
import dev.osprey.spi.Default;
import dev.osprey.spi.Description;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What stands under a camera's name, as it is written. */
record CameraSettings(
        @Description(
                        "its address, such as rtsp://USER:PASSWORD@HOST/PATH, http(s)://…, file:PATH or v4l2:///dev/video0")
                Optional<String> source,
        @Description("several streams instead of one source; each role belongs to one of them") List<Stream> streams,
        @Description("the name of the pipeline that looks at it; without, it is shown only") Optional<String> pipeline,
        @Description("one that is not is known, but not opened") @Default("true") Boolean enabled,
        @Description("of RTSP: tcp, udp, or auto") Optional<Transport> transport,
        @Description("without a packet for this long it counts as stalled, 200ms to 5m; 5s by default")
                Optional<Duration> timeout,
        @Description("the source is one JPEG by HTTP, fetched anew so often, 100ms to 1h") Optional<Duration> every,
        @Description("width times height of a picture at most, 1 to 100000000; 40000000 by default")
                Optional<Integer> maxPixels,
        @Description("areas of the picture that objects enter, stay in and leave, by name") Map<String, JsonNode> zones,
        @Description("lines in the picture that objects cross, by name") Map<String, JsonNode> lines) {

    /** One of several streams. */
    record Stream(
            @Description("its address") String source,
            @Description("what it is for: detect is decoded and analysed, grid is shown beside others, full alone,"
                            + " record is kept")
                    List<Role> roles,
            @Description("as the camera's") Optional<Transport> transport,
            @Description("as the camera's") Optional<Duration> timeout,
            @Description("as the camera's") Optional<Duration> every,
            @Description("as the camera's") Optional<Integer> maxPixels) {}
}
