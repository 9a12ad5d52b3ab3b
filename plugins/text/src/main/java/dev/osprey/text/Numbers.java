package dev.osprey.text;

import dev.osprey.spi.StageException;
import dev.osprey.toolkit.OnnxModel;
import org.jspecify.annotations.Nullable;

/** Numbers among a model's properties. */
final class Numbers {
    private Numbers() {}

    /**
     * What a setting says, else the property, else what is usual.
     *
     * @throws StageException CONFIG if the property is no number within 0..most
     */
    static double of(@Nullable Double setting, OnnxModel model, String key, double most, double usual)
            throws StageException {
        if (setting != null) {
            return setting;
        }
        String property = model.model().properties().get(key);
        if (property == null) {
            return usual;
        }
        try {
            double value = Double.parseDouble(property.strip());
            if (value >= 0 && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new StageException(StageException.Category.CONFIG, refusal(model, key, most, property), e);
        }
        throw new StageException(StageException.Category.CONFIG, refusal(model, key, most, property));
    }

    private static String refusal(OnnxModel model, String key, double most, String property) {
        return model + ": its property " + key + " must be a number in 0.." + most + ", got '" + property + "'";
    }
}
