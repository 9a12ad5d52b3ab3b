package dev.osprey.spi;

/**
 * Makes the instances of one kind of stage. Found by {@link java.util.ServiceLoader}: name the class in
 * {@code META-INF/services/dev.osprey.spi.StageFactory} of the plugin's jar.
 *
 * @param <C> the configuration: a record whose components are boxed or have a {@link Default}. Its compact constructor
 *     checks what a type cannot say, and throws {@link IllegalArgumentException} in words for the operator.
 */
public interface StageFactory<C extends Record> {
    /** The name in a pipeline's YAML: lower case, digits and dashes. */
    String name();

    Class<C> configType();

    /** One line for the list of stages: what it finds. */
    default String description() {
        return "";
    }

    default Scope scope() {
        return Scope.SHARED;
    }

    /**
     * Loads and warms up; may block. Called on a thread of the host, never on one that carries frames.
     *
     * @throws StageException with the category that says what the host shall do
     */
    Stage create(C config, StageContext context) throws Exception;
}
