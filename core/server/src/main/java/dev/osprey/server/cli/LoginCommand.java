package dev.osprey.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.osprey.server.cli.home.CommandFailedException;
import dev.osprey.server.cli.home.ServerAccess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
        ServerAccess running = ServerAccess.find(server);
        String address = running.address();
        String token = running.token();
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
}
