package dev.osprey.server.cli.events;

import dev.osprey.server.cli.home.CommandFailedException;
import dev.osprey.server.cli.home.ServerAccess;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints what has happened, and what happens. */
@Command(
        name = "events",
        description = "Prints the running server's events, the oldest first, each in a line.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "A connection that is lost is made anew, and goes on where it was: no event is left out.",
            "The token is that of OSPREY_TOKEN, else the file in the data folder."
        })
public final class EventsCommand implements Callable<Integer> {
    @Option(
            names = {"-f", "--follow"},
            description = "Goes on with those to come, until it is stopped.")
    boolean follow;

    @Option(
            names = "--from",
            paramLabel = "CURSOR",
            description = "Begins behind this event's id; oldest: with all there are. Without it: with all, or with"
                    + " --follow with those to come.")
    String from = "";

    @Option(names = "--camera", description = "Only of this camera; may be given several times.")
    List<String> cameras = new ArrayList<>();

    @Option(names = "--type", description = "Only of this type, such as zone.entered.")
    List<String> types = new ArrayList<>();

    @Option(names = "--label", description = "Only of objects that are this, such as person.")
    List<String> labels = new ArrayList<>();

    @Option(names = "--zone", description = "Only of this zone, or of objects in it.")
    List<String> zones = new ArrayList<>();

    @Option(names = "--severity", description = "The least: info, warning or alert.")
    String severity = "";

    @ArgGroup
    Form form = new Form();

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "The server's address (default: the one that the server left in the data folder).")
    String server = "";

    @Spec
    CommandSpec spec;

    /** How an event is printed. */
    static final class Form {
        @Option(names = "--json", description = "As CloudEvents in JSON (the default).")
        boolean json;

        @Option(names = "--text", description = "In words.")
        boolean text;
    }

    @Override
    public Integer call() throws CommandFailedException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        EventFeed feed = new EventFeed(ServerAccess.find(server), query(), line -> {
            out.println(form.text ? EventText.of(line) : line);
            out.flush();
            return !out.checkError();
        });
        if (follow) {
            feed.follow(from, message -> {
                spec.commandLine().getErr().println("osprey: " + message);
                spec.commandLine().getErr().flush();
            });
        } else {
            feed.all(from.isEmpty() ? "oldest" : from);
        }
        return 0;
    }

    /** Each parameter with an ampersand before it. */
    private String query() {
        StringBuilder query = new StringBuilder();
        cameras.forEach(value -> add(query, "camera", value));
        types.forEach(value -> add(query, "type", value));
        labels.forEach(value -> add(query, "label", value));
        zones.forEach(value -> add(query, "zone", value));
        add(query, "severity", severity);
        return query.toString();
    }

    private static void add(StringBuilder query, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            query.append('&').append(name).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }
}
