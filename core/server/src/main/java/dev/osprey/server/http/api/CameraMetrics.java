package dev.osprey.server.http.api;

import dev.osprey.engine.EngineHealth;
import dev.osprey.engine.StageStatus;
import dev.osprey.engine.fault.Faults;
import dev.osprey.server.camera.CameraView;
import dev.osprey.server.http.Backend;
import dev.osprey.server.http.live.LiveFigures;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The figures of cameras, stages and live clients in Prometheus' text form, read when asked: nothing outlives a camera. */
final class CameraMetrics {
    private static final List<String> STATES =
            List.of("connecting", "live", "stalled", "lost", "refused", "ended", "disabled");

    private final Backend backend;
    private final LiveFigures live;
    private final StringBuilder out = new StringBuilder();

    CameraMetrics(Backend backend, LiveFigures live) {
        this.backend = backend;
        this.live = live;
    }

    String text() {
        cameras(backend.cameras());
        stages(backend.loadedStages());
        engine(backend.engineHealth());
        single("osprey_live_clients", "gauge", "WebSocket clients connected", live.clients());
        single("osprey_live_units_sent_total", "counter", "Access units and JPEGs handed to clients", live.unitsSent());
        single("osprey_live_bytes_sent_total", "counter", "Bytes of those", live.bytesSent());
        single(
                "osprey_live_units_dropped_total",
                "counter",
                "Access units and JPEGs left out for clients that were behind",
                live.unitsDropped());
        single(
                "osprey_live_messages_dropped_total",
                "counter",
                "Results and status left out for clients that were behind",
                live.messagesDropped());
        single(
                "osprey_live_stalled_closed_total",
                "counter",
                "Clients closed as they took nothing any more",
                live.stalledClosed());
        single(
                "osprey_live_held_bytes",
                "gauge",
                "Video kept for newcomers or waiting for clients, each message once",
                (double) backend.heldBytes());
        return out.toString();
    }

    private void engine(EngineHealth health) {
        single("osprey_engine_lanes", "gauge", "Threads that call stages and are alive", health.lanes());
        single("osprey_engine_lanes_wanted", "gauge", "Threads that should call stages", health.lanesWanted());
        single(
                "osprey_engine_lanes_hanging",
                "gauge",
                "Threads given up in calls that never returned",
                health.lanesHanging());
        head("osprey_internal_errors_total", "counter", "Errors that were contained, by where they happened");
        Faults.OURS
                .counts()
                .forEach((where, count) ->
                        line("osprey_internal_errors_total", "where=\"" + escaped(where) + "\"", count));
    }

    private void cameras(List<CameraView> cameras) {
        head("osprey_camera_state", "gauge", "1 for the state that the camera is in");
        for (CameraView camera : cameras) {
            for (String state : STATES) {
                String labels = "camera=\"" + escaped(camera.id()) + "\",state=\"" + state + "\"";
                line("osprey_camera_state", labels, state.equals(camera.state()) ? 1 : 0);
            }
        }
        perCamera(cameras, "osprey_camera_fps", "gauge", "Pictures a second", CameraView::fps);
        perCamera(cameras, "osprey_camera_kilobits_per_second", "gauge", "Bit rate", CameraView::kbps);
        perCamera(
                cameras,
                "osprey_camera_analyses_per_second",
                "gauge",
                "Analyses a second",
                CameraView::analysesPerSecond);
        perCamera(
                cameras,
                "osprey_camera_frames_dropped_total",
                "counter",
                "Pictures that the engine did not take, as a newer one came first",
                CameraView::framesDropped);
        perCamera(cameras, "osprey_camera_reconnects_total", "counter", "Reconnections", CameraView::reconnects);
        perCamera(
                cameras,
                "osprey_camera_latency_seconds",
                "gauge",
                "From packet to result, median of the last results",
                camera -> camera.latencyMillis() / 1000);
    }

    private void perCamera(
            List<CameraView> cameras, String name, String type, String help, ToDoubleFunction<CameraView> value) {
        head(name, type, help);
        cameras.forEach(camera -> line(name, "camera=\"" + escaped(camera.id()) + "\"", value.applyAsDouble(camera)));
    }

    private void stages(List<StageStatus> stages) {
        perStage(stages, "osprey_stage_calls_total", "counter", "Calls", StageStatus::calls);
        perStage(stages, "osprey_stage_errors_total", "counter", "Failed calls", StageStatus::errors);
        perStage(stages, "osprey_stage_timeouts_total", "counter", "Calls past their deadline", StageStatus::timeouts);
        perStage(
                stages,
                "osprey_stage_call_seconds",
                "gauge",
                "Duration of a call, median of the latest",
                stage -> stage.p50Millis() / 1000);
        perStage(
                stages,
                "osprey_stage_call_p99_seconds",
                "gauge",
                "Duration of a call, 99th percentile of the latest",
                stage -> stage.p99Millis() / 1000);
        perStage(stages, "osprey_stage_cpu_seconds_total", "counter", "CPU time of its calls", StageStatus::cpuSeconds);
        perStage(
                stages,
                "osprey_stage_quarantined",
                "gauge",
                "1 if it is out of use",
                stage -> stage.state() == StageStatus.State.QUARANTINED ? 1 : 0);
    }

    /** Several instances of one stage differ in their settings only; a number tells them apart. */
    private void perStage(
            List<StageStatus> stages, String name, String type, String help, ToDoubleFunction<StageStatus> value) {
        head(name, type, help);
        for (int i = 0; i < stages.size(); i++) {
            StageStatus stage = stages.get(i);
            String labels = "stage=\"" + escaped(stage.name()) + "\",plugin=\"" + escaped(stage.plugin())
                    + "\",instance=\"" + i + "\"";
            line(name, labels, value.applyAsDouble(stage));
        }
    }

    private void single(String name, String type, String help, double value) {
        head(name, type, help);
        out.append(name).append(' ').append(number(value)).append('\n');
    }

    private void head(String name, String type, String help) {
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private void line(String name, String labels, double value) {
        out.append(name)
                .append('{')
                .append(labels)
                .append("} ")
                .append(number(value))
                .append('\n');
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.6f", value);
    }

    private static String escaped(String label) {
        return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
