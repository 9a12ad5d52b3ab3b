package dev.osprey.server.http.api;

import static dev.osprey.server.http.api.RunningServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShapeRoutesTest {
    @TempDir
    Path data;

    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        server = new RunningServer(data);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<Buffer> put(String path, JsonObject body) {
        return await(server.asAdmin(HttpMethod.PUT, path).sendJsonObject(body));
    }

    private static JsonObject triangle() {
        return new JsonObject("{\"polygon\":[[0,0],[1,0],[1,1]],\"labels\":[\"person\"]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zones", "lines"})
    void put_listGetDelete_oneShape(String kind) {
        String path = "/api/cameras/hall/" + kind + "/door";
        HttpResponse<Buffer> stored = put(path, triangle().put("name", "door").put("origin", "file"));
        assertThat(stored.statusCode()).isEqualTo(200);
        JsonObject expected =
                new JsonObject().put("name", "door").put("origin", "overlay").mergeIn(triangle());
        assertThat(stored.bodyAsJsonObject()).isEqualTo(expected);
        assertThat(server.get(path).bodyAsJsonObject()).isEqualTo(expected);
        assertThat(server.get("/api/cameras/hall/" + kind).bodyAsJsonArray()).isEqualTo(new JsonArray().add(expected));
        assertThat(await(server.asAdmin(HttpMethod.DELETE, path).send()).statusCode())
                .isEqualTo(204);
        assertThat(server.get(path).statusCode()).isEqualTo(404);
        assertThat(await(server.asAdmin(HttpMethod.DELETE, path).send()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void put_unknownCamera_notFound() {
        HttpResponse<Buffer> answer = put("/api/cameras/attic/zones/door", triangle());
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.bodyAsJsonObject().getString("detail")).contains("\"attic\"");
    }

    @Test
    void put_otherName_refused() {
        HttpResponse<Buffer> answer =
                put("/api/cameras/hall/zones/door", triangle().put("name", "gate"));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.bodyAsJsonObject().getString("detail")).contains("a zone keeps its name");
    }

    @Test
    void put_noLogin_refused() {
        assertThat(await(server.anonymous(HttpMethod.PUT, "/api/cameras/hall/zones/door")
                                .sendJsonObject(triangle()))
                        .statusCode())
                .isEqualTo(401);
    }
}
