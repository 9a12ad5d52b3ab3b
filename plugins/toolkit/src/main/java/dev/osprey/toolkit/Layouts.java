package dev.osprey.toolkit;

import dev.osprey.spi.StageException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * For stages that know several layouts of a model's outputs: finds the one that is named, and has the words for models
 * that fit none or several. A layout's {@code toString} is its name in YAML.
 */
public final class Layouts {
    private Layouts() {}

    /** A layout that can say which outputs it is for. */
    public interface Wanting {
        /** Number, shape and meaning of the outputs, in words. */
        String wants();
    }

    /**
     * The layout of that name, in any case.
     *
     * @throws IllegalArgumentException that names them all, the likest first, if there is none
     */
    public static <L> L named(String name, L[] all) {
        String wanted = name.strip().toLowerCase(Locale.ROOT);
        return Stream.of(all)
                .filter(layout -> layout.toString().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("layout must be one of "
                        + Stream.of(all)
                                .map(Object::toString)
                                .sorted(Comparator.comparingInt(known -> Names.distance(known, wanted)))
                                .collect(Collectors.joining(", "))
                        + ", got '" + name + "'"));
    }

    /**
     * The layout that the catalog, or the file beside the model, names.
     *
     * @param of throws IllegalArgumentException for a name that there is not
     * @throws StageException CONFIG for such a name
     */
    public static <L> Optional<L> described(OnnxModel model, Function<String, L> of) throws StageException {
        String name = model.model().properties().get("layout");
        try {
            return Optional.ofNullable(name).map(of);
        } catch (IllegalArgumentException e) {
            throw new StageException(StageException.Category.CONFIG, model + ": property " + e.getMessage(), e);
        }
    }

    /** What to do about outputs that several layouts fit. */
    public static String ask(List<? extends Wanting> fitting) {
        return "that can be any of " + fitting.size() + " layouts, and the file does not say which; set `layout` to"
                + " the one it was exported in:" + list(fitting);
    }

    /**
     * What to do about outputs that the layout asked for does not fit: to follow its {@link Wanting#wants}.
     *
     * @param stage its name
     * @param kind of model that it takes: "detector"
     * @param fitting the layouts that do fit
     */
    public static String advice(String stage, String kind, List<? extends Wanting> fitting) {
        return fitting.isEmpty()
                ? "; no other layout of " + stage + " has such outputs either: is it a " + kind + "?"
                : fitting.size() == 1
                        ? "; set `layout: " + fitting.get(0) + "`"
                        : "; set `layout` to one that has such outputs:" + list(fitting);
    }

    /** Their names, and what each is for. */
    public static String list(List<? extends Wanting> layouts) {
        return layouts.stream()
                .map(layout -> " " + layout + " (" + layout.wants() + ")")
                .collect(Collectors.joining(","));
    }
}
