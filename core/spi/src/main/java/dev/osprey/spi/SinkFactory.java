package dev.osprey.spi;

/**
 * Makes the instances of one kind of sink. Found by {@link java.util.ServiceLoader}: name the class in
 * {@code META-INF/services/dev.osprey.spi.SinkFactory} of the plugin's jar.
 *
 * @param <C> the configuration: a record, as of {@link StageFactory}
 */
public interface SinkFactory<C extends Record> {
    /** The name under {@code sinks} in the YAML: lower case, digits and dashes. */
    String name();

    Class<C> configType();

    /** One line for people: where events go. */
    default String description() {
        return "";
    }

    /**
     * Opens what the sink needs; may block. Called on the sink's own thread, again after a pause if it throws. It need not
     * connect: a receiver that is away is told of by {@link Sink#deliver} as well.
     */
    Sink create(C config, SinkContext context) throws Exception;
}
