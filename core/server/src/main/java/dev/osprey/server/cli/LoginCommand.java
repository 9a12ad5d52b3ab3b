package dev.osprey.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.osprey.server.cli.home.CommandFailedException;
import dev.osprey.server.cli.home.Home;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks the running server for a fresh one-time address of the dashboard. */
@Command(
        name = "login",
        description = "Prints a one-time address of the running server's dashboard, good for ten minutes.",
        mixinStandardHelpOptions = true)
final class LoginCommand implements Callable<Integer> {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

    @Option(names = "--role", defaultValue = "admin", description = "admin or viewer (default: ${DEFAULT-VALUE}).")
    String role = "admin";

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "The server's address (default: the one that the server left in the data folder).")
    String server = "";

    @Spec
    picocli.CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws CommandFailedException, InterruptedException {
        Path data = Home.locate().data();
        String address = server.isEmpty() ? read(data.resolve("address"), "is the server running?") : server;
        String preset = System.getenv("OSPREY_TOKEN");
        String token = preset != null ? preset : read(data.resolve("token"), "was the server ever started?");
        ObjectMapper json = new ObjectMapper();
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/api/login-codes"))
                    .timeout(ANSWER_WITHIN)
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(Map.of("role", role))))
                    .build();
            HttpResponse<String> response =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode body = json.readTree(response.body());
            if (response.statusCode() / 100 != 2) {
                throw new CommandFailedException("the server answered " + response.statusCode() + ": "
                        + body.path("detail").asText());
            }
            spec.commandLine().getOut().println(body.path("url").asText());
            return 0;
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandFailedException(
                    "no answer from " + address + " (" + e.getMessage() + "); is the server running?", e);
        }
    }

    private static String read(Path file, String hint) throws CommandFailedException {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new CommandFailedException("cannot read " + file + "; " + hint, e);
        }
    }
}
