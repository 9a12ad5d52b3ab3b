package dev.osprey.server.http.api;

import static dev.osprey.server.http.api.RunningServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.server.camera.ViewInfo;
import dev.osprey.server.http.Backend;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CameraRoutesTest {
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

    private HttpResponse<Buffer> send(HttpMethod method, String path, JsonObject body) {
        return await(server.asAdmin(method, path).sendJsonObject(body));
    }

    private static JsonObject yard() {
        return new JsonObject()
                .put("id", "yard")
                .put("source", "rtsp://192.0.2.1/")
                .put("pipeline", "people");
    }

    @Test
    void list_twoCameras_haveTheViewsFields() {
        JsonArray cameras = server.get("/api/cameras").bodyAsJsonArray();

        assertThat(cameras).hasSize(2);
        assertThat(cameras.getJsonObject(0).fieldNames())
                .contains(
                        "id",
                        "pipeline",
                        "state",
                        "stateMessage",
                        "fps",
                        "kbps",
                        "keyFrameIntervalSeconds",
                        "analysesPerSecond",
                        "framesDropped",
                        "reconnects",
                        "lastError",
                        "latencyMillis",
                        "streams",
                        "origin");
    }

    @Test
    void get_unknownCamera_notFoundInWords() {
        HttpResponse<Buffer> answer = server.get("/api/cameras/attic");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.bodyAsJsonObject().getString("detail")).contains("\"attic\"");
    }

    @Test
    void create_newCamera_createdWithLocation() {
        HttpResponse<Buffer> answer = send(HttpMethod.POST, "/api/cameras", yard());

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.getHeader("Location")).isEqualTo("/api/cameras/yard");
        assertThat(answer.bodyAsJsonObject().getString("id")).isEqualTo("yard");
    }

    @Test
    void create_knownId_conflict() {
        HttpResponse<Buffer> answer = send(HttpMethod.POST, "/api/cameras", yard().put("id", "hall"));

        assertThat(answer.statusCode()).isEqualTo(409);
    }

    @Test
    void create_withoutId_refused() {
        HttpResponse<Buffer> answer =
                send(HttpMethod.POST, "/api/cameras", new JsonObject().put("source", "rtsp://x/"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.bodyAsJsonObject().getString("detail")).contains("\"id\"");
    }

    @Test
    void create_refusedConfiguration_listsEveryProblem() {
        HttpResponse<Buffer> answer = send(HttpMethod.POST, "/api/cameras", yard().put("source", "exec:rm -rf /"));
        JsonArray problems = answer.bodyAsJsonObject().getJsonArray("problems");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.bodyAsJsonObject().getString("type")).isEqualTo("urn:osprey:problem:configuration");
        assertThat(problems).hasSize(2);
        assertThat(problems.getJsonObject(0).getString("path")).isEqualTo("cameras.yard.source");
        assertThat(problems.getJsonObject(0).getString("message")).contains("exec");
    }

    @Test
    void put_withoutSource_refused() {
        assertThat(send(HttpMethod.PUT, "/api/cameras/hall", new JsonObject().put("pipeline", "cars"))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void patch_pipelineAlone_changed() {
        HttpResponse<Buffer> answer =
                send(HttpMethod.PATCH, "/api/cameras/hall", new JsonObject().put("pipeline", "cars"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.bodyAsJsonObject().getString("pipeline")).isEqualTo("cars");
    }

    @Test
    void put_otherId_refused() {
        assertThat(send(HttpMethod.PUT, "/api/cameras/hall", yard()).statusCode())
                .isEqualTo(400);
    }

    @Test
    void delete_knownCamera_isGone() {
        assertThat(await(server.asAdmin(HttpMethod.DELETE, "/api/cameras/hall").send())
                        .statusCode())
                .isEqualTo(204);
        assertThat(server.get("/api/cameras/hall").statusCode()).isEqualTo(404);
    }

    @Test
    void post_bodyOverLimit_tooLarge() {
        HttpResponse<Buffer> answer =
                send(HttpMethod.POST, "/api/cameras", yard().put("note", "x".repeat((1 << 20) + 1)));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.getHeader("Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void post_notJson_refusedInWords() {
        HttpResponse<Buffer> answer = await(server.asAdmin(HttpMethod.POST, "/api/cameras")
                .putHeader("Content-Type", "application/json")
                .sendBuffer(Buffer.buffer("{\"id\":")));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.bodyAsJsonObject().getString("detail")).contains("not JSON");
    }

    @Test
    void releaseStage_asAdministrator_saysHowMany() {
        HttpResponse<Buffer> answer = await(
                server.asAdmin(HttpMethod.POST, "/api/stages/detect/release").sendJsonObject(new JsonObject()));
        HttpResponse<Buffer> unknown = await(
                server.asAdmin(HttpMethod.POST, "/api/stages/detekt/release").sendJsonObject(new JsonObject()));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.bodyAsJsonObject().getInteger("released")).isEqualTo(1);
        assertThat(unknown.statusCode()).isEqualTo(404);
    }

    @Test
    void wrongMethod_problemDocument() {
        HttpResponse<Buffer> answer =
                await(server.asAdmin(HttpMethod.DELETE, "/api/stages").send());

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.bodyAsJsonObject().getInteger("status")).isEqualTo(405);
    }

    @Test
    void unknownPath_anyMethod_notFound() {
        for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.DELETE)) {
            HttpResponse<Buffer> answer =
                    await(server.asAdmin(method, "/api/nothing").send());

            assertThat(answer.statusCode()).as(method.name()).isEqualTo(404);
            assertThat(answer.bodyAsJsonObject().getString("detail")).contains("/api/nothing");
        }
    }

    @Test
    void snapshot_withParameters_passesThemOn() {
        HttpResponse<Buffer> answer = server.get("/api/cameras/hall/snapshot.jpg?annotated=true&width=320");

        assertThat(answer.getHeader("Content-Type")).isEqualTo("image/jpeg");
        assertThat(answer.body().getBytes()).startsWith(0xff, 0xd8);
        assertThat(server.backend.asked).isEqualTo(new Backend.PictureRequest("hall", true, 320, Optional.empty()));
    }

    @Test
    void views_ofACamera_areListedWithTheirSizes() {
        server.backend.views = List.of(new ViewInfo("edges", 960, 540));

        HttpResponse<Buffer> answer = server.get("/api/cameras/hall/views");

        assertThat(answer.bodyAsString()).isEqualTo("[{\"name\":\"edges\",\"width\":960,\"height\":540}]");
        assertThat(server.get("/api/cameras/hell/views").statusCode()).isEqualTo(404);
    }

    @Test
    void snapshot_ofAView_isAskedForByItsName() {
        server.backend.views = List.of(new ViewInfo("edges", 960, 540));

        assertThat(server.get("/api/cameras/hall/snapshot.jpg?width=320&view=edges")
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.backend.asked)
                .isEqualTo(new Backend.PictureRequest("hall", false, 320, Optional.of("edges")));
    }

    @Test
    void pictures_ofAnUnknownView_areRefusedWithTheViewsThereAre() {
        for (String path : List.of("snapshot.jpg", "stream.mjpg")) {
            server.backend.views = List.of(new ViewInfo("edges", 960, 540), new ViewInfo("heat", 96, 54));
            HttpResponse<Buffer> answer = server.get("/api/cameras/hall/" + path + "?view=egdes");
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.bodyAsJsonObject().getString("detail"))
                    .isEqualTo("unknown view 'egdes'; did you mean 'edges'? Known: edges, heat");

            server.backend.views = List.of();
            assertThat(server.get("/api/cameras/hall/" + path + "?view=edges")
                            .bodyAsJsonObject()
                            .getString("detail"))
                    .contains("has no view \"edges\"", "only stages that make pictures");
        }
    }

    @Test
    void snapshot_viewAndResultsDrawnOn_areNotBothToBeHad() {
        server.backend.views = List.of(new ViewInfo("edges", 960, 540));

        assertThat(server.get("/api/cameras/hall/snapshot.jpg?annotated=true&view=edges")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void snapshot_noPictureYet_unavailable() {
        server.backend.picture = Optional.empty();

        assertThat(server.get("/api/cameras/hall/snapshot.jpg").statusCode()).isEqualTo(503);
    }

    @Test
    void snapshot_badWidth_refused() {
        assertThat(server.get("/api/cameras/hall/snapshot.jpg?width=-3").statusCode())
                .isEqualTo(400);
        assertThat(server.get("/api/cameras/hall/snapshot.jpg?annotated=perhaps")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void metrics_cameraAndStage_areThere() {
        String text = server.get("/metrics").bodyAsString();

        assertThat(text)
                .contains("osprey_camera_state{camera=\"hall\",state=\"live\"} 1\n")
                .contains("osprey_camera_fps{camera=\"hall\"} 15\n")
                .contains(
                        "osprey_stage_cpu_seconds_total{stage=\"detect\",plugin=\"osprey-detect\",instance=\"0\"} 0.250000\n")
                .contains("osprey_stage_quarantined{stage=\"detect\",plugin=\"osprey-detect\",instance=\"0\"} 1\n")
                .contains("osprey_live_clients 0\n");
    }
}
