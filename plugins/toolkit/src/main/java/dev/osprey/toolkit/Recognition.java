package dev.osprey.toolkit;

import dev.osprey.spi.StageException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the layout of a model's outputs: the one that is declared, or the only one that what the file says leaves. What
 * fits is the stage's to say.
 */
public abstract class Recognition<L extends Layouts.Wanting> {
    private final ProbedModel probed;
    private final String stage;
    private final String kind;
    private final List<L> all;

    /**
     * @param stage its name, which is also the task that exporters write
     * @param kind of model that the stage takes: "detector"
     * @param all in the order in which they are listed
     */
    protected Recognition(ProbedModel probed, String stage, String kind, List<L> all) {
        this.probed = probed;
        this.stage = stage;
        this.kind = kind;
        this.all = List.copyOf(all);
    }

    protected final ProbedModel probed() {
        return probed;
    }

    /** Whether the outputs have the shapes of this layout. */
    protected abstract boolean fits(L layout);

    /** Of several that fit, those that other signs leave. */
    protected List<L> likely(List<L> fitting) {
        return fitting;
    }

    /** The layout that the file's own words leave no doubt about. */
    protected Optional<L> said(Metadata metadata) {
        return Optional.empty();
    }

    /** What layouts are measured by beside the shapes, in words that follow them; or nothing. */
    protected String measure() {
        return "";
    }

    /**
     * The model's layout.
     *
     * @param declared in the configuration
     * @param named a layout by the name that the model's description gives; throws IllegalArgumentException
     * @throws StageException CONFIG if the declared one does not fit, or if nothing is declared and several or none do
     */
    public final L layout(@Nullable L declared, Function<String, L> named) throws StageException {
        L layout = declared != null
                ? declared
                : Layouts.described(probed.model(), named).orElse(null);
        if (layout != null) {
            if (fits(layout)) {
                return layout;
            }
            throw refused("layout '" + layout + "' wants " + layout.wants() + measure()
                    + Layouts.advice(stage, kind, fitting()));
        }
        checkTask();
        Optional<L> said = said(probed.model().metadata()).filter(this::fits);
        if (said.isPresent()) {
            return said.get();
        }
        List<L> fitting = fitting();
        if (fitting.size() == 1) {
            return fitting.get(0);
        }
        throw refused(
                fitting.isEmpty()
                        ? "no layout of " + stage + " has such outputs" + measure() + "; there are" + Layouts.list(all)
                        : Layouts.ask(fitting));
    }

    private List<L> fitting() {
        return likely(all.stream().filter(this::fits).toList());
    }

    /** Refuses a model whose exporter says that it is for something else. */
    private void checkTask() throws StageException {
        String task = probed.model().metadata().get("task").orElse(stage);
        if (!task.equals(stage)) {
            throw refused("its metadata says that its task is '" + task + "', not '" + stage
                    + "'; use a stage for that task, or set `layout` if you know better");
        }
    }

    private StageException refused(String message) {
        return probed.refusal(message);
    }
}
