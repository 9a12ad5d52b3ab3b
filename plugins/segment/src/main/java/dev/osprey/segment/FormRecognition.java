package dev.osprey.segment;

import ai.onnxruntime.OnnxJavaType;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.StageException;
import dev.osprey.toolkit.Layouts;
import dev.osprey.toolkit.ProbedModel;
import dev.osprey.toolkit.TensorShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds which output of a model is the map and what it holds: what is declared, and what names and shapes leave. */
final class FormRecognition {
    private final ProbedModel probed;
    private final PixelSpec pixels;
    private final int labels;

    /** @param labels how many are known, 0 if none */
    FormRecognition(ProbedModel probed, int labels) {
        this.probed = probed;
        this.pixels = probed.shapes().pixels();
        this.labels = labels;
    }

    /** @throws StageException CONFIG if nothing fits, or if several forms do: then it lists them */
    OutputForm form(SegmentConfig config) throws StageException {
        Layout layout = config.layout() != null
                ? config.layout()
                : Layouts.described(probed.model(), Layout::of).orElse(null);
        List<TensorShape> candidates = candidates(config.output());
        List<OutputForm> fitting = new ArrayList<>();
        for (TensorShape shape : candidates) {
            for (Layout tried : layout == null ? List.of(Layout.values()) : List.of(layout)) {
                fit(tried, shape, false, config.axes()).ifPresent(fitting::add);
                if (shape.rank() == 4) {
                    fit(tried, shape, true, config.axes()).ifPresent(fitting::add);
                }
            }
        }
        List<OutputForm> left = mostLikely(fitting, layout != null);
        if (left.size() == 1) {
            return left.get(0);
        }
        throw refused(left.isEmpty() ? wanted(layout, config.axes()) : ask(left));
    }

    private List<TensorShape> candidates(@Nullable String asked) throws StageException {
        String name =
                asked != null ? asked : probed.model().model().properties().get("output");
        if (name == null) {
            return probed.shapes().outputs();
        }
        List<TensorShape> named = probed.shapes().outputs().stream()
                .filter(shape -> shape.name().equals(name))
                .toList();
        if (named.isEmpty()) {
            throw refused("there is no output '" + name + "'; set `output` to one of these");
        }
        return named;
    }

    private Optional<OutputForm> fit(
            Layout layout, TensorShape shape, boolean classesLast, PixelSpec.@Nullable Layout axes) {
        boolean mapAlone = shape.rank() == 3;
        if ((shape.rank() != 4 && !mapAlone) || shape.dimension(0) != 1) {
            return Optional.empty();
        }
        long classes = mapAlone ? 1 : shape.dimension(classesLast ? 3 : 1);
        long rows = shape.dimension(mapAlone || classesLast ? 1 : 2);
        long columns = shape.dimension(mapAlone || classesLast ? 2 : 3);
        boolean declared = axes == null || mapAlone || (axes == PixelSpec.Layout.NHWC) == classesLast;
        boolean fits = declared
                && isMap(rows, columns)
                && switch (layout) {
                    case ARGMAX -> classes == 1;
                    case SOFTMAX -> classes > 1 && isFloat(shape) && hasLabels(classes);
                    case PROBABILITY, LOGITS -> isFloat(shape) && hasLabels(classes);
                };
        return fits
                ? Optional.of(new OutputForm(
                        layout,
                        shape,
                        Math.toIntExact(classes),
                        Math.toIntExact(rows),
                        Math.toIntExact(columns),
                        classesLast))
                : Optional.empty();
    }

    /** Whether a map has the aspect ratio of the input, give or take the rounding of a side. */
    private boolean isMap(long rows, long columns) {
        double stepX = (double) pixels.width() / columns;
        double stepY = (double) pixels.height() / rows;
        return Math.abs(pixels.width() / stepY - columns) <= 1 || Math.abs(pixels.height() / stepX - rows) <= 1;
    }

    private boolean hasLabels(long classes) {
        return labels == 0 || labels == classes;
    }

    private static boolean isFloat(TensorShape shape) {
        return shape.type() == OnnxJavaType.FLOAT
                || shape.type() == OnnxJavaType.FLOAT16
                || shape.type() == OnnxJavaType.DOUBLE;
    }

    /**
     * What clear signs leave: whole numbers are classes, and floats are not; an output named logits holds some; one
     * named aux serves training alone.
     */
    private static List<OutputForm> mostLikely(List<OutputForm> fitting, boolean declared) {
        List<OutputForm> left = new ArrayList<>(fitting);
        if (!declared) {
            left.removeIf(form -> form.layout() == Layout.ARGMAX && isFloat(form.shape()));
            if (left.stream().anyMatch(FormRecognition::isNamedLogits)) {
                left.removeIf(form -> !isNamedLogits(form));
            }
        }
        if (left.stream().anyMatch(form -> !form.shape().name().equals("aux"))) {
            left.removeIf(form -> form.shape().name().equals("aux"));
        }
        return left;
    }

    private static boolean isNamedLogits(OutputForm form) {
        return form.layout() == Layout.LOGITS && form.shape().name().equals("logits");
    }

    private String ask(List<OutputForm> candidates) {
        long layouts = candidates.stream().map(OutputForm::layout).distinct().count();
        long names =
                candidates.stream().map(form -> form.shape().name()).distinct().count();
        List<String> keys = new ArrayList<>();
        if (layouts > 1) {
            keys.add("`layout`");
        }
        if (names > 1) {
            keys.add("`output`");
        }
        if (candidates.size() > layouts * names) {
            keys.add("`axes`");
        }
        return "that can mean any of " + candidates.size() + ", and the file does not say which; set "
                + String.join(" and ", keys) + ":"
                + candidates.stream().map(form -> " " + form).collect(Collectors.joining(";"));
    }

    private String wanted(@Nullable Layout layout, PixelSpec.@Nullable Layout axes) {
        String shapes = layout == Layout.ARGMAX
                ? "[1,H,W], [1,1,H,W] or [1,H,W,1]"
                : axes == PixelSpec.Layout.NCHW
                        ? "[1,C,H,W]"
                        : axes == null ? "[1,C,H,W], [1,H,W,C] or [1,H,W]" : "[1,H,W,C]";
        return "segment reads " + shapes + ", H and W in the aspect ratio of the input"
                + (layout == null ? "" : ", each cell with " + layout.holds() + " (`layout: " + layout + "`)")
                + (labels == 0 || layout == Layout.ARGMAX
                        ? ""
                        : "; there are " + labels + " labels, so C must be " + labels
                                + ": set `labels-file` to the list the model was trained with, the background among them");
    }

    private StageException refused(String message) {
        return probed.refusal(message);
    }
}
