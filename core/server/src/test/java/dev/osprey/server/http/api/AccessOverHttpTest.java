package dev.osprey.server.http.api;

import static dev.osprey.server.http.api.RunningServer.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.osprey.server.access.AccessRole;
import dev.osprey.server.http.Health;
import dev.osprey.server.http.live.TestSocket;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessOverHttpTest {
    @TempDir
    Path data;

    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        server = new RunningServer(data, settings -> settings.withAllowedHosts(List.of("osprey.example")));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/cameras",
                "/api/cameras/hall",
                "/api/cameras/hall/snapshot.jpg",
                "/api/cameras/hall/stream.mjpg",
                "/api/stages",
                "/api/session",
                "/api/openapi.json",
                "/api/live",
                "/api/nothing",
                "/metrics"
            })
    void get_withoutToken_unauthorised(String path) {
        HttpResponse<Buffer> answer =
                await(server.anonymous(HttpMethod.GET, path).send());

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.getHeader("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.bodyAsJsonObject().getString("title")).isEqualTo("Unauthorized");
        assertThat(answer.bodyAsJsonObject().getString("detail")).contains("Authorization: Bearer");
    }

    @Test
    void get_wrongToken_unauthorised() {
        assertThat(await(server.anonymous(HttpMethod.GET, "/api/cameras")
                                .bearerTokenAuthentication("a-token-that-is-wrong")
                                .send())
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void get_wrongTokensAgainAndAgain_mustWait() {
        int status = 0;
        String retryAfter = null;
        for (int i = 0; i < 6; i++) {
            HttpResponse<Buffer> answer = await(server.anonymous(HttpMethod.GET, "/api/cameras")
                    .bearerTokenAuthentication("guess-number-" + i)
                    .send());
            status = answer.statusCode();
            retryAfter = answer.getHeader("Retry-After");
        }

        assertThat(status).isEqualTo(429);
        assertThat(retryAfter).isEqualTo("1");
    }

    @Test
    void get_rightTokenAmongGuesses_enters() {
        for (int i = 0; i < 20; i++) {
            await(server.anonymous(HttpMethod.GET, "/api/cameras")
                    .bearerTokenAuthentication("guess-number-" + i)
                    .send());
        }

        assertThat(server.get("/api/cameras").statusCode()).isEqualTo(200);
    }

    @Test
    void anyRequest_foreignHostByBrowser_isAReadablePage() {
        HttpResponse<Buffer> answer = await(server.anonymous(HttpMethod.GET, "/")
                .putHeader("Host", "evil.example")
                .putHeader("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8")
                .send());

        assertThat(answer.statusCode()).isEqualTo(421);
        assertThat(answer.getHeader("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(answer.bodyAsString())
                .startsWith("<!doctype html>")
                .contains("server.allowed-hosts")
                .contains("evil.example");
    }

    @Test
    void anyRequest_foreignHostWithMarkup_isShownAsText() {
        HttpResponse<Buffer> answer = await(server.anonymous(HttpMethod.GET, "/")
                .putHeader("Host", "<script>alert(1)</script>")
                .putHeader("Accept", "text/html")
                .send());

        assertThat(answer.bodyAsString()).doesNotContain("<script");
    }

    @Test
    void health_withoutToken_isOpenButHoldsNoWords() {
        server.backend.health = new Health(List.of(new Health.Check("stages", false, "detect is quarantined")));

        HttpResponse<Buffer> anonymous =
                await(server.anonymous(HttpMethod.GET, "/health").send());
        HttpResponse<Buffer> known = server.get("/health");

        assertThat(anonymous.statusCode()).isEqualTo(503);
        assertThat(anonymous.bodyAsJsonObject().getString("status")).isEqualTo("degraded");
        assertThat(anonymous.bodyAsString()).doesNotContain("quarantined");
        assertThat(known.bodyAsString()).contains("quarantined");
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "127.0.0.1.evil.example", "osprey.example@evil.example", "10.1.2.3", ""})
    void anyRequest_foreignHost_misdirected(String host) {
        HttpResponse<Buffer> answer = await(server.asAdmin(HttpMethod.GET, "/health")
                .putHeader("Host", host)
                .send());

        assertThat(answer.statusCode()).isIn(400, 421);
    }

    @Test
    void anyRequest_foreignHost_saysWhatToDo() {
        HttpResponse<Buffer> answer = await(server.anonymous(HttpMethod.GET, "/")
                .putHeader("Host", "evil.example")
                .send());

        assertThat(answer.statusCode()).isEqualTo(421);
        assertThat(answer.bodyAsJsonObject().getString("detail"))
                .contains("\"evil.example\"")
                .contains("server.allowed-hosts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:1234", "127.0.0.1", "[::1]:80", "OSPREY.example"})
    void anyRequest_ownHost_answered(String host) {
        HttpResponse<Buffer> answer = await(server.asAdmin(HttpMethod.GET, "/health")
                .putHeader("Host", host)
                .send());

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "http://127.0.0.1:1", "null", "https://127.0.0.1", "file://"})
    void post_foreignOrigin_forbidden(String origin) {
        for (String credentials : List.of("cookie", "token")) {
            var request = credentials.equals("cookie")
                    ? server.anonymous(HttpMethod.POST, "/api/cameras")
                            .putHeader("Cookie", server.cookie(AccessRole.ADMIN))
                    : server.asAdmin(HttpMethod.POST, "/api/cameras");
            HttpResponse<Buffer> answer = await(request.putHeader("Origin", origin)
                    .sendJsonObject(new JsonObject().put("id", "yard").put("source", "rtsp://192.0.2.1/")));

            assertThat(answer.statusCode()).as(credentials).isEqualTo(403);
        }
        assertThat(server.backend.cameras).doesNotContainKey("yard");
    }

    @Test
    void post_cookieWithoutOrigin_forbidden() {
        HttpResponse<Buffer> answer = await(server.anonymous(HttpMethod.POST, "/api/cameras")
                .putHeader("Cookie", server.cookie(AccessRole.ADMIN))
                .sendJsonObject(new JsonObject().put("id", "yard").put("source", "rtsp://192.0.2.1/")));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.bodyAsJsonObject().getString("detail")).contains("Origin");
    }

    @Test
    void post_cookieAndOwnOrigin_created() {
        HttpResponse<Buffer> answer = await(server.anonymous(HttpMethod.POST, "/api/cameras")
                .putHeader("Cookie", server.cookie(AccessRole.ADMIN))
                .putHeader("Origin", server.origin())
                .sendJsonObject(new JsonObject().put("id", "yard").put("source", "rtsp://192.0.2.1/")));

        assertThat(answer.statusCode()).isEqualTo(201);
    }

    @Test
    void post_plainForm_unsupported() {
        HttpResponse<Buffer> answer = await(server.asAdmin(HttpMethod.POST, "/api/cameras")
                .putHeader("Content-Type", "text/plain")
                .sendBuffer(Buffer.buffer("{\"id\":\"yard\"}")));

        assertThat(answer.statusCode()).isEqualTo(415);
    }

    @Test
    void webSocket_foreignOrigin_forbidden() {
        var options = new WebSocketConnectOptions()
                .addHeader("Authorization", "Bearer " + RunningServer.TOKEN)
                .addHeader("Origin", "http://evil.example");

        assertThatThrownBy(() -> await(server.connect(options)))
                .hasCauseInstanceOf(UpgradeRejectedException.class)
                .hasMessageContaining("403");
    }

    @Test
    void webSocket_cookieWithoutOrigin_forbidden() {
        var options = new WebSocketConnectOptions()
                .addHeader("Cookie", server.cookie(AccessRole.VIEWER))
                .setAllowOriginHeader(false);

        assertThatThrownBy(() -> await(server.connect(options))).hasMessageContaining("403");
    }

    @Test
    void webSocket_foreignHost_refused() {
        var options = new WebSocketConnectOptions()
                .addHeader("Authorization", "Bearer " + RunningServer.TOKEN)
                .addHeader("Host", "evil.example");

        assertThatThrownBy(() -> await(server.connect(options))).hasMessageContaining("421");
    }

    @Test
    void webSocket_withoutToken_unauthorised() {
        assertThatThrownBy(() -> await(server.connect(new WebSocketConnectOptions())))
                .hasMessageContaining("401");
    }

    @Test
    void webSocket_cookieAndOwnOrigin_opens() throws Exception {
        TestSocket socket = server.live(new WebSocketConnectOptions()
                .addHeader("Cookie", server.cookie(AccessRole.VIEWER))
                .addHeader("Origin", server.origin()));

        assertThat(socket.next("hello").get("protocol").intValue()).isEqualTo(1);
    }

    @Test
    void login_oneTimeCode_worksOnce() {
        JsonObject body = new JsonObject().put("code", server.access.issueCode(AccessRole.VIEWER));

        HttpResponse<Buffer> first =
                await(server.anonymous(HttpMethod.POST, "/api/session").sendJsonObject(body));
        HttpResponse<Buffer> second =
                await(server.anonymous(HttpMethod.POST, "/api/session").sendJsonObject(body));

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.bodyAsJsonObject())
                .isEqualTo(new JsonObject().put("name", "viewer").put("role", "viewer"));
        assertThat(first.getHeader("Set-Cookie"))
                .startsWith(server.access.cookieName() + "=")
                .containsIgnoringCase("HttpOnly")
                .contains("SameSite=Lax", "Path=/", "Max-Age=2592000")
                .doesNotContain("Secure");
        assertThat(second.statusCode()).isEqualTo(401);
        assertThat(second.bodyAsJsonObject().getString("detail")).contains("osprey login");
    }

    @Test
    void login_pageOverHttps_secureCookie() {
        JsonObject body = new JsonObject().put("token", RunningServer.TOKEN);

        HttpResponse<Buffer> answer = await(server.anonymous(HttpMethod.POST, "/api/session")
                .putHeader("Host", "osprey.example")
                .putHeader("Origin", "https://osprey.example")
                .sendJsonObject(body));

        assertThat(answer.getHeader("Set-Cookie")).contains("Secure");
    }

    @Test
    void session_cookie_saysWhoItIs() {
        HttpResponse<Buffer> answer = await(server.anonymous(HttpMethod.GET, "/api/session")
                .putHeader("Cookie", server.cookie(AccessRole.VIEWER))
                .send());

        assertThat(answer.bodyAsJsonObject().getString("role")).isEqualTo("viewer");
    }

    @Test
    void logout_cookie_isGoodNoMore() {
        String cookie = server.cookie(AccessRole.ADMIN);

        HttpResponse<Buffer> out = await(server.anonymous(HttpMethod.DELETE, "/api/session")
                .putHeader("Cookie", cookie)
                .putHeader("Origin", server.origin())
                .send());
        HttpResponse<Buffer> after = await(server.anonymous(HttpMethod.GET, "/api/session")
                .putHeader("Cookie", cookie)
                .send());

        assertThat(out.statusCode()).isEqualTo(204);
        assertThat(out.getHeader("Set-Cookie")).contains("Max-Age=0");
        assertThat(after.statusCode()).isEqualTo(401);
    }

    @Test
    void write_viewer_forbidden() {
        String cookie = server.cookie(AccessRole.VIEWER);
        JsonObject body = new JsonObject().put("id", "yard").put("source", "rtsp://192.0.2.1/");

        for (HttpMethod method : List.of(HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE)) {
            assertThat(await(server.anonymous(method, "/api/cameras/hall")
                                    .putHeader("Cookie", cookie)
                                    .putHeader("Origin", server.origin())
                                    .sendJsonObject(body))
                            .statusCode())
                    .as(method.name())
                    .isEqualTo(403);
        }
        for (String path : List.of("/api/cameras", "/api/login-codes")) {
            assertThat(await(server.anonymous(HttpMethod.POST, path)
                                    .putHeader("Cookie", cookie)
                                    .putHeader("Origin", server.origin())
                                    .sendJsonObject(body))
                            .statusCode())
                    .as(path)
                    .isEqualTo(403);
        }
        assertThat(server.backend.cameras).containsOnlyKeys("gate", "hall");
    }

    @Test
    void loginCode_askedForByToken_logsIn() {
        HttpResponse<Buffer> asked = await(server.asAdmin(HttpMethod.POST, "/api/login-codes")
                .sendJsonObject(new JsonObject().put("role", "viewer")));
        JsonObject answer = asked.bodyAsJsonObject();
        HttpResponse<Buffer> login = await(server.anonymous(HttpMethod.POST, "/api/session")
                .sendJsonObject(new JsonObject().put("code", answer.getString("code"))));

        assertThat(asked.statusCode()).isEqualTo(201);
        assertThat(answer.getString("url")).isEqualTo(server.origin() + "/#code=" + answer.getString("code"));
        assertThat(login.bodyAsJsonObject().getString("role")).isEqualTo("viewer");
    }

    @Test
    void everyAnswer_hasProtectingHeaders() {
        for (String path : List.of("/", "/health", "/api/cameras", "/nothing.js")) {
            HttpResponse<Buffer> answer =
                    await(server.anonymous(HttpMethod.GET, path).send());

            assertThat(answer.getHeader("Content-Security-Policy"))
                    .as(path)
                    .contains("default-src 'self'", "frame-ancestors 'none'");
            assertThat(answer.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.getHeader("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(answer.getHeader("Access-Control-Allow-Origin")).isNull();
        }
    }
}
