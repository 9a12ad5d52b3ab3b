package dev.osprey.server.http.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osprey.server.access.Access;
import dev.osprey.server.access.AccessRole;
import dev.osprey.server.access.LoginCodes;
import dev.osprey.server.access.Principal;
import dev.osprey.server.access.Sessions;
import dev.osprey.server.http.Bodies;
import dev.osprey.server.http.Guard;
import dev.osprey.server.http.HttpFailure;
import dev.osprey.server.http.Replies;
import dev.osprey.server.http.Work;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Logging in and out, and asking for a one-time code. */
final class SessionRoutes {
    private final Access access;
    private final Work work;
    private final boolean secureCookies;

    SessionRoutes(Access access, Work work, boolean secureCookies) {
        this.access = access;
        this.work = work;
        this.secureCookies = secureCookies;
    }

    void login(RoutingContext context) {
        ObjectNode body = Bodies.object(context);
        Optional<String> code = Bodies.text(body, "code");
        Optional<String> token = Bodies.text(body, "token");
        if (code.isPresent() == token.isPresent()) {
            throw HttpFailure.of(400, "send either \"code\", the one-time code, or \"token\"");
        }
        Access.Answer answer = access.identifyLogin(code, token, Guard.remote(context));
        if (answer instanceof Access.Answer.Paused paused) {
            throw HttpFailure.later(paused.pause());
        }
        if (!(answer instanceof Access.Answer.Known known)) {
            throw HttpFailure.of(
                    401,
                    code.isPresent()
                            ? "this code is not known: each works once, for ten minutes; the command \"osprey login\" "
                                    + "prints a fresh address"
                            : "this token is not the administrator's; it is in the file \"token\" of the data folder");
        }
        work.then(context, () -> access.startSession(known.principal()), value -> {
            context.response().addCookie(cookie(context, value).setMaxAge(Sessions.LIFETIME.toSeconds()));
            Replies.json(context, 200, shown(known.principal()));
        });
    }

    void show(RoutingContext context) {
        Replies.json(context, 200, shown(Guard.principal(context)));
    }

    void logout(RoutingContext context) {
        Cookie cookie = context.request().getCookie(access.cookieName());
        String value = cookie == null ? "" : cookie.getValue();
        work.then(
                context,
                () -> {
                    access.endSession(value);
                    return true;
                },
                done -> {
                    context.response().addCookie(cookie(context, "").setMaxAge(0));
                    Replies.none(context);
                });
    }

    void issueCode(RoutingContext context) {
        Guard.changes(context);
        ObjectNode body = Bodies.object(context);
        String name = Bodies.text(body, "role").orElse(AccessRole.ADMIN.text());
        AccessRole role = AccessRole.of(name)
                .orElseThrow(() -> HttpFailure.of(400, "\"role\" must be admin or viewer, got \"" + name + "\""));
        String code = access.issueCode(role);
        String scheme = context.request().isSSL() || secureCookies ? "https" : "http";
        ObjectNode answer = Replies.JSON
                .createObjectNode()
                .put("code", code)
                .put("role", role.text())
                .put("url", scheme + "://" + Guard.host(context.request()) + "/#code=" + code)
                .put("expiresInSeconds", LoginCodes.LIFETIME.toSeconds());
        Replies.json(context, 201, answer);
    }

    /** Secure where the browser speaks https, to us or to a proxy: then its page's Origin says so. */
    private Cookie cookie(RoutingContext context, String value) {
        String origin = context.request().getHeader(HttpHeaders.ORIGIN);
        boolean https = context.request().isSSL() || secureCookies || (origin != null && origin.startsWith("https:"));
        return Cookie.cookie(access.cookieName(), value)
                .setPath("/")
                .setHttpOnly(true)
                .setSecure(https)
                .setSameSite(CookieSameSite.LAX);
    }

    private static ObjectNode shown(Principal principal) {
        return Replies.JSON
                .createObjectNode()
                .put("name", principal.name())
                .put("role", principal.role().text());
    }
}
