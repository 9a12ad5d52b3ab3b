package dev.osprey.server.http;

import dev.osprey.server.access.Access;
import dev.osprey.server.access.HostRules;
import dev.osprey.server.access.Principal;
import io.vertx.core.MultiMap;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Stands before every route: headers that protect the page, the names answered to, foreign pages, and who asks. */
public final class Guard {
    private static final String PRINCIPAL = "osprey.principal";
    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final String POLICY = "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
            + "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static final String HTTPS_FOR_A_YEAR = "max-age=31536000";

    private final Access access;
    private final HostRules hosts;
    private final boolean https;
    private final Consumer<HttpConnection> known;

    /**
     * @param https whether browsers see https even where a connection is plain, as a proxy ends it
     * @param known is told of each connection on which somebody has said who he is
     */
    public Guard(Access access, HostRules hosts, boolean https, Consumer<HttpConnection> known) {
        this.access = access;
        this.hosts = hosts;
        this.https = https;
        this.known = known;
    }

    /** For every request. */
    void headers(RoutingContext context) {
        context.response()
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin");
        HttpServerRequest request = context.request();
        if ((https || request.isSSL()) && !HostRules.isLoopback(host(request))) {
            context.response().putHeader("Strict-Transport-Security", HTTPS_FOR_A_YEAR);
        }
        context.next();
    }

    /** For every request: the Host must be one of ours, and a page that changes something or upgrades our own. */
    void hostAndOrigin(RoutingContext context) {
        HttpServerRequest request = context.request();
        String host = host(request);
        if (!hosts.answersTo(host, address(request.localAddress()))) {
            throw HttpFailure.of(
                    421,
                    "this server does not answer to the name \"" + shown(host)
                            + "\"; add it to server.allowed-hosts if it is meant to");
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        boolean touchy = !SAFE.contains(request.method()) || isUpgrade(request);
        if (origin != null && touchy && !hosts.isOwn(origin, host, request.isSSL())) {
            throw HttpFailure.of(
                    403, "requests from pages of " + shown(origin) + " are refused: only this server's own page may");
        }
        context.next();
    }

    /** For routes that are not open: who is it? A cookie is good for our own page only. */
    public void known(RoutingContext context) {
        Principal principal = identify(context);
        HttpServerRequest request = context.request();
        boolean touchy = !SAFE.contains(request.method()) || isUpgrade(request);
        if (principal.byCookie() && touchy && request.getHeader(HttpHeaders.ORIGIN) == null) {
            throw HttpFailure.of(403, "with a session cookie the request must carry the Origin header of our own page");
        }
        known.accept(request.connection());
        context.put(PRINCIPAL, principal);
        context.next();
    }

    /** Says later whether the same cookie or token would still be let in: for connections that last. */
    public BooleanSupplier stillKnown(RoutingContext context) {
        Optional<String> bearer = bearer(context.request().headers());
        Optional<String> cookie = cookie(context);
        String remote = remote(context);
        return () -> access.identify(bearer, cookie, remote) instanceof Access.Answer.Known;
    }

    /** Who asks, on a route that is open to all too. */
    public Optional<Principal> maybe(RoutingContext context) {
        return ask(context) instanceof Access.Answer.Known known ? Optional.of(known.principal()) : Optional.empty();
    }

    /** Who asks; {@link #known} went before. */
    public static Principal principal(RoutingContext context) {
        Principal principal = context.get(PRINCIPAL);
        if (principal == null) {
            throw HttpFailure.of(401, "log in first");
        }
        return principal;
    }

    /** Refuses who may only watch. */
    public static void changes(RoutingContext context) {
        Principal principal = principal(context);
        if (!principal.changes()) {
            throw HttpFailure.of(
                    403, "the role " + principal.role().text() + " may watch but not change; log in as admin");
        }
    }

    public static String remote(RoutingContext context) {
        return address(context.request().remoteAddress());
    }

    public static String host(HttpServerRequest request) {
        String host = request.getHeader(HttpHeaders.HOST);
        return host == null ? "" : host;
    }

    private Principal identify(RoutingContext context) {
        Access.Answer answer = ask(context);
        if (answer instanceof Access.Answer.Known known) {
            return known.principal();
        }
        if (answer instanceof Access.Answer.Paused paused) {
            throw HttpFailure.later(paused.pause());
        }
        throw HttpFailure.of(
                401,
                "log in on the page, or send the header Authorization: Bearer with the administrator's token "
                        + "(the file \"token\" in the data folder)");
    }

    private Access.Answer ask(RoutingContext context) {
        return access.identify(bearer(context.request().headers()), cookie(context), remote(context));
    }

    private Optional<String> cookie(RoutingContext context) {
        return Optional.ofNullable(context.request().getCookie(access.cookieName()))
                .map(Cookie::getValue);
    }

    private static Optional<String> bearer(MultiMap headers) {
        String header = headers.get(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return Optional.empty();
        }
        return Optional.of(header.substring(7).strip());
    }

    private static boolean isUpgrade(HttpServerRequest request) {
        String upgrade = request.getHeader(HttpHeaders.UPGRADE);
        return upgrade != null && upgrade.toLowerCase(Locale.ROOT).contains("websocket");
    }

    private static String address(SocketAddress address) {
        String text = address.hostAddress();
        return text == null ? "" : text;
    }

    /** What a stranger sent, short enough to be repeated in a message. */
    private static String shown(String text) {
        return text.length() > 100 ? text.substring(0, 100) + "…" : text;
    }
}
