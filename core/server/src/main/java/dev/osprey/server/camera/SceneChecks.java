package dev.osprey.server.camera;

import dev.osprey.engine.PreparedPipeline;
import dev.osprey.engine.Problem;
import dev.osprey.engine.event.Line;
import dev.osprey.engine.event.ObjectFilter;
import dev.osprey.engine.event.Scene;
import dev.osprey.engine.event.Zone;
import dev.osprey.engine.text.Names;
import dev.osprey.server.config.CameraConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Compares what a camera's zones and lines ask for with what its pipeline gives, once that is loaded. */
public final class SceneChecks {
    private SceneChecks() {}

    /** Every label that no followed object can have. Harmless, but hardly meant: so they are warned of, not refused. */
    public static List<Problem> labels(CameraConfig camera, PreparedPipeline pipeline) {
        List<Problem> problems = new ArrayList<>();
        Set<String> known = pipeline.followedLabels();
        Scene scene = camera.scene().scene();
        if (!known.isEmpty()) {
            String path = "cameras." + camera.id();
            for (Zone zone : scene.zones()) {
                labels(path + ".zones." + zone.name(), zone.filter(), known, problems);
            }
            for (Zone mask : scene.masks()) {
                labels(path + ".zones." + mask.name(), mask.filter(), known, problems);
            }
            for (Line line : scene.lines()) {
                labels(path + ".lines." + line.name(), line.filter(), known, problems);
            }
        }
        return problems;
    }

    private static void labels(String path, ObjectFilter filter, Set<String> known, List<Problem> problems) {
        filter.labels().stream()
                .filter(label -> !known.contains(label))
                .sorted()
                .forEach(label -> problems.add(new Problem(path + ".labels", Names.unknown("label", label, known))));
    }
}
