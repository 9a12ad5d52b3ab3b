package dev.osprey.server.http.api;

import static dev.osprey.server.http.api.RunningServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.osprey.engine.event.EventType;
import dev.osprey.engine.event.Severity;
import dev.osprey.server.access.AccessRole;
import dev.osprey.server.event.EventFiles;
import dev.osprey.server.event.EventLog;
import dev.osprey.server.event.StoredEvent;
import dev.osprey.server.event.TestEvents;
import dev.osprey.server.http.Replies;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventRoutesTest {
    @TempDir
    Path data;

    private RunningServer server;
    private EventLog log;

    @BeforeEach
    void start() throws Exception {
        server = new RunningServer(data);
        log = server.events;
        TestEvents.append(log, TestEvents.text("hall", "e1"));
        TestEvents.append(log, TestEvents.text("gate", "e2").withSeverity(Severity.ALERT));
        TestEvents.append(log, TestEvents.object(EventType.OBJECT_NEW, "hall", "hall-1-1", 10, "counter"));
        TestEvents.append(log, TestEvents.text("hall", "e4"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static JsonNode json(HttpResponse<Buffer> answer) throws Exception {
        return Replies.JSON.readTree(answer.bodyAsString());
    }

    private List<String> ids(String query) throws Exception {
        HttpResponse<Buffer> answer = server.get("/api/events" + query);
        assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(200);
        List<String> ids = new ArrayList<>();
        json(answer).get("events").forEach(event -> ids.add(id(event)));
        return ids;
    }

    /** The number at the end of its id. */
    private static String id(JsonNode event) {
        String id = event.get("id").textValue();
        return id.substring(id.length() - 1);
    }

    @Test
    void list_withoutCursor_newestFirst() throws Exception {
        assertThat(ids("")).containsExactly("4", "3", "2", "1");
        assertThat(ids("?limit=2")).containsExactly("4", "3");
    }

    @Test
    void list_pages_leadThroughAllBothWays() throws Exception {
        JsonNode newest = json(server.get("/api/events?limit=3"));
        assertThat(ids("?before=" + newest.get("before").textValue())).containsExactly("1");
        assertThat(ids("?after=" + newest.get("next").textValue())).isEmpty();
        JsonNode oldest = json(server.get("/api/events?limit=3&after=oldest"));
        assertThat(oldest.get("events")).extracting(EventRoutesTest::id).containsExactly("1", "2", "3");
        JsonNode rest =
                json(server.get("/api/events?after=" + oldest.get("next").textValue()));
        assertThat(rest.get("events")).extracting(EventRoutesTest::id).containsExactly("4");
        assertThat(rest.has("before")).isFalse();
    }

    @Test
    void list_filters_matchAll() throws Exception {
        assertThat(ids("?camera=gate")).containsExactly("2");
        assertThat(ids("?camera=gate,hall&severity=alert")).containsExactly("2");
        assertThat(ids("?type=object.new&type=dev.osprey.object.end")).containsExactly("3");
        assertThat(ids("?label=person")).containsExactly("3");
        assertThat(ids("?zone=counter")).containsExactly("3");
        assertThat(ids("?zone=count")).isEmpty();
        assertThat(ids("?from=2026-11-24T05:50:45Z")).containsExactly("3");
        assertThat(ids("?to=2026-11-24T05:50:45Z&after=oldest")).containsExactly("1", "2", "4");
    }

    @Test
    void list_wrongQuestions_areAnsweredInWords() throws Exception {
        assertThat(refused("/api/events?after=7", 400)).contains("after must be a cursor");
        assertThat(refused("/api/events?type=object.now", 400)).contains("dev.osprey.object.new");
        assertThat(refused("/api/events?severity=high", 400)).contains("info, warning or alert");
        assertThat(refused("/api/events?from=yesterday", 400)).contains("from must be a time");
        assertThat(refused("/api/events?limit=5000", 400)).contains("limit");
        assertThat(refused("/api/events?after=zzzzzzzz-0000000000001", 410)).contains("another log");
        assertThat(refused("/api/events/zzzzzzzz-0000000000001", 404)).contains("there is no event");
        assertThat(refused("/api/events/zzzzzzzz-0000000000001/snapshot.jpg", 404))
                .contains("there is no event");
        assertThat(refused("/api/schemas/event", 404)).contains("event.json");
    }

    private String refused(String path, int status) throws Exception {
        HttpResponse<Buffer> answer = server.get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(status);
        return json(answer).get("detail").textValue();
    }

    @Test
    void list_withoutLogin_isRefused() {
        assertThat(await(server.anonymous(HttpMethod.GET, "/api/events").send()).statusCode())
                .isEqualTo(401);
        assertThat(await(server.anonymous(HttpMethod.GET, "/api/events/stream").send())
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void change_byViewer_isRefused() throws Exception {
        String cookie = server.cookie(AccessRole.VIEWER);
        String id = log.end().text();

        HttpResponse<Buffer> deleted = await(server.anonymous(HttpMethod.DELETE, "/api/events/" + id)
                .putHeader("Cookie", cookie)
                .putHeader("Origin", server.origin())
                .send());
        HttpResponse<Buffer> noted = await(server.anonymous(HttpMethod.POST, "/api/events/" + id + "/acknowledge")
                .putHeader("Cookie", cookie)
                .putHeader("Origin", server.origin())
                .sendJsonObject(new JsonObject()));
        HttpResponse<Buffer> read = await(server.anonymous(HttpMethod.GET, "/api/events/" + id)
                .putHeader("Cookie", cookie)
                .send());

        assertThat(List.of(deleted.statusCode(), noted.statusCode(), read.statusCode()))
                .containsExactly(403, 403, 200);
    }

    @Test
    void acknowledge_byAdmin_isShown() throws Exception {
        String path = "/api/events/" + log.end().text();

        HttpResponse<Buffer> noted =
                await(server.asAdmin(HttpMethod.POST, path + "/acknowledge").sendJsonObject(new JsonObject()));

        assertThat(noted.statusCode()).isEqualTo(200);
        assertThat(json(noted).at("/data/acknowledged/by").textValue()).isEqualTo("admin");
        assertThat(json(server.get(path)).at("/data/acknowledged/by").textValue())
                .isEqualTo("admin");
    }

    @Test
    void delete_byAdmin_isGone() throws Exception {
        String path = "/api/events/" + log.end().text();

        assertThat(await(server.asAdmin(HttpMethod.DELETE, path).send()).statusCode())
                .isEqualTo(204);
        assertThat(await(server.asAdmin(HttpMethod.DELETE, path).send()).statusCode())
                .isEqualTo(404);
        assertThat(ids("")).containsExactly("3", "2", "1");
    }

    @Test
    void files_ofAnObject_areLinkedFromItsEventsAndSentInParts() throws Exception {
        StoredEvent fresh = TestEvents.append(log, TestEvents.object(EventType.OBJECT_END, "hall", "hall-1-1", 20));
        byte[] picture = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
        log.files().put(EventFiles.Kind.SNAPSHOT, "hall-1-1", TestEvents.START, picture);
        String path = "/api/events/" + fresh.cursor().text();

        JsonNode shown = json(server.get(path));
        assertThat(shown.at("/data/snapshot").textValue()).isEqualTo(path + "/snapshot.jpg");
        assertThat(shown.at("/data/clip").isMissingNode()).isTrue();
        HttpResponse<Buffer> whole = server.get(path + "/snapshot.jpg");
        assertThat(whole.body().getBytes()).isEqualTo(picture);
        assertThat(whole.getHeader("Content-Type")).isEqualTo("image/jpeg");
        assertThat(whole.getHeader("Accept-Ranges")).isEqualTo("bytes");
        HttpResponse<Buffer> part = range(path, "bytes=2-4");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body().getBytes()).containsExactly(2, 3, 4);
        assertThat(part.getHeader("Content-Range")).isEqualTo("bytes 2-4/10");
        assertThat(range(path, "bytes=7-").body().getBytes()).containsExactly(7, 8, 9);
        assertThat(range(path, "bytes=-1").body().getBytes()).containsExactly(9);
        HttpResponse<Buffer> beyond = range(path, "bytes=10-");
        assertThat(beyond.statusCode()).isEqualTo(416);
        assertThat(beyond.getHeader("Content-Range")).isEqualTo("bytes */10");
        assertThat(server.get(path + "/clip.mp4").statusCode()).isEqualTo(404);
    }

    private HttpResponse<Buffer> range(String path, String range) {
        return await(server.asAdmin(HttpMethod.GET, path + "/snapshot.jpg")
                .putHeader("Range", range)
                .send());
    }

    @Test
    void metrics_ofTheLog_areThere() {
        assertThat(server.get("/metrics").bodyAsString())
                .contains("osprey_events_appended_total 4\n")
                .contains("osprey_events_kept 4\n")
                .contains("osprey_events_waiting 0\n")
                .contains("osprey_events_store_up 1\n")
                .contains("osprey_events_given_up_total{type=\"dev.osprey.object.update\"} 0\n")
                .contains("osprey_events_stream_clients 0\n");
    }

    @Test
    void schemas_ofEachPayload_areServed() throws Exception {
        for (String name : OperationRoutes.SCHEMAS) {
            HttpResponse<Buffer> answer = server.get("/api/schemas/" + name);
            assertThat(answer.getHeader("Content-Type")).isEqualTo("application/schema+json");
            assertThat(json(answer).get("$schema").textValue()).contains("2020-12");
        }
    }

    @Test
    void get_event_isACloudEvent() throws Exception {
        HttpResponse<Buffer> answer = server.get("/api/events/" + log.end().text());

        assertThat(answer.getHeader("Content-Type")).isEqualTo("application/cloudevents+json");
        JsonNode event = json(answer);
        assertThat(event.get("source").textValue()).isEqualTo("/cameras/hall");
        assertThat(event.get("type").textValue()).isEqualTo("dev.osprey.rule.raised");
        assertThat(event.get("time").textValue()).isEqualTo("2026-11-24T05:50:41.120000Z");
        assertThat(event.at("/data/text").textValue()).isEqualTo("e4");
    }
}
