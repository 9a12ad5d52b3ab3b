package dev.osprey.server.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.osprey.engine.plugin.Plugins;
import dev.osprey.server.access.Access;
import dev.osprey.server.access.HostRules;
import dev.osprey.server.camera.CameraView;
import dev.osprey.server.camera.StreamView;
import dev.osprey.server.config.ConfigSchema;
import dev.osprey.server.http.BodyReader;
import dev.osprey.server.http.Guard;
import dev.osprey.server.http.HttpLimits;
import dev.osprey.server.http.HttpSettings;
import dev.osprey.server.http.Replies;
import dev.osprey.server.http.Work;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentsTest {
    @TempDir
    Path data;

    private static JsonNode document(String name) throws Exception {
        return Replies.JSON.readTree(Replies.resource("/api/" + name).orElseThrow());
    }

    private Set<String> routes() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            WorkerExecutor workers = vertx.createSharedWorkerExecutor("test");
            Access access = Access.open(data, Optional.of("a-token-for-tests-only"), InstantSource.system());
            Set<String> routes = new TreeSet<>();
            Router router = Router.router(vertx);
            new ApiRoutes(
                            HttpSettings.plain("127.0.0.1", 0),
                            new FakeBackend(),
                            access,
                            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
                    .add(
                            router,
                            new Guard(access, new HostRules("127.0.0.1", List.of()), false, known -> {}),
                            new Work(workers),
                            new BodyReader(HttpLimits.DEFAULT, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)));
            for (Route route : router.getRoutes()) {
                if (route.getPath() != null && route.methods() != null && route.isExactPath()) {
                    route.methods()
                            .forEach(method -> routes.add(
                                    method.name() + " " + route.getPath().replaceAll(":(\\w+)", "{$1}")));
                }
            }
            return routes;
        } finally {
            RunningServer.await(vertx.close());
        }
    }

    @Test
    void openApi_paths_areExactlyTheRoutes() throws Exception {
        Set<String> documented = new TreeSet<>();
        document("openapi.json").get("paths").fields().forEachRemaining(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(method -> {
                    if (!method.equals("parameters")) {
                        documented.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey());
                    }
                }));

        assertThat(documented).isNotEmpty().isEqualTo(routes());
    }

    @Test
    void openApi_camera_hasTheViewsFields() throws Exception {
        JsonNode schemas = document("openapi.json").at("/components/schemas");

        assertThat(fields(schemas.at("/Camera/properties"))).isEqualTo(components(CameraView.class));
        assertThat(fields(schemas.at("/Stream/properties"))).isEqualTo(components(StreamView.class));
    }

    @Test
    void documents_references_leadSomewhere() throws Exception {
        for (String name : List.of("openapi.json", "asyncapi.json")) {
            JsonNode document = document(name);
            List<String> dangling = new ArrayList<>();
            for (JsonNode reference : document.findValues("$ref")) {
                boolean elsewhere = reference.textValue().startsWith("/api/schemas/");
                if (elsewhere
                        ? Replies.resource(reference.textValue()).isEmpty()
                        : document.at(reference.textValue().substring(1)).isMissingNode()) {
                    dangling.add(reference.textValue());
                }
            }
            assertThat(document.findValues("$ref")).as(name).isNotEmpty();
            assertThat(dangling).as(name).isEmpty();
        }
    }

    @Test
    void openApi_cameraSettings_areThoseOfTheFile() throws Exception {
        JsonNode file = ConfigSchema.of(Plugins.of()).at("/properties/cameras/additionalProperties/properties");
        JsonNode documented = document("openapi.json").at("/components/schemas/CameraSettings/properties");
        assertThat(fields(documented)).isEqualTo(fields(file)).isNotEmpty();
        assertThat(fields(documented.at("/streams/items/properties")))
                .isEqualTo(fields(file.at("/streams/items/properties")))
                .isNotEmpty();
    }

    @Test
    void openApi_operationIds_areUnique() throws Exception {
        List<String> ids = document("openapi.json").findValuesAsText("operationId");

        assertThat(ids).doesNotHaveDuplicates().hasSameSizeAs(routes());
    }

    private static Set<String> fields(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Set<String> components(Class<? extends Record> type) {
        return new TreeSet<>(Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList());
    }
}
