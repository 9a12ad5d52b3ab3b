package dev.osprey.engine.pipeline;

import dev.osprey.engine.plugin.StageType;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * One stage as it stands in a pipeline.
 *
 * @param as the name in results, unique in the pipeline
 * @param path where it is configured, such as {@code pipelines.people.stages[1]}
 * @param config the stage's own settings, bound
 * @param sees the indices of the stages that it waits for, directly or not, and whose results it may look at
 * @param every the least time between two runs, by capture time; zero for every picture
 * @param tracks whether objects that it finds are followed from picture to picture; never in a cascade, whose results
 *     are their parents'
 */
public record StageNode(
        String as,
        String path,
        StageType type,
        Record config,
        EdgeFilter filter,
        Optional<Gate> when,
        Optional<Cascade> after,
        Set<Integer> sees,
        Duration every,
        boolean tracks) {
    public StageNode {
        sees = Set.copyOf(sees);
    }
}
