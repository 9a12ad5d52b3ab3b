package dev.osprey.server.access;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The doorkeeper: knows the token, the codes and the sessions, and slows down who guesses. Another token ends all
 * sessions that the old one, or a code that it gave out, has begun. Thread-safe.
 */
public final class Access {
    private final AdminToken token;
    private final LoginCodes codes;
    private final Sessions sessions;
    private final AttemptLimiter logins;
    private final AttemptLimiter tokens;
    private final String instance;

    private Access(AdminToken token, Path dataFolder, InstantSource clock) throws IOException {
        this.token = token;
        this.codes = new LoginCodes(clock);
        this.sessions = Sessions.open(dataFolder, clock);
        this.logins = new AttemptLimiter(clock);
        this.tokens = new AttemptLimiter(clock);
        this.instance = InstanceId.open(dataFolder);
    }

    /**
     * Reads, or makes, what is kept in the data folder; blocks.
     *
     * @param preset the administrator's token, as in OSPREY_TOKEN; empty: the data folder's
     */
    public static Access open(Path dataFolder, Optional<String> preset, InstantSource clock) throws IOException {
        return new Access(AdminToken.open(dataFolder, preset), dataFolder, clock);
    }

    /** Names this server among others: eight hexadecimal digits, no secret. */
    public String instance() {
        return instance;
    }

    public String cookieName() {
        return "osprey_" + instance;
    }

    /** A fresh one-time code for somebody who may know it. */
    public String issueCode(AccessRole role) {
        return codes.issue(role);
    }

    /** Who a request is from, by its Bearer token or its session cookie; never blocks. */
    public Answer identify(Optional<String> bearer, Optional<String> cookie, String address) {
        if (bearer.isPresent()) {
            return identifyByToken(bearer.get(), address, false);
        }
        return cookie.flatMap(value -> sessions.find(value, token.mark()))
                .<Answer>map(Answer.Known::new)
                .orElseGet(() -> new Answer.Unknown(cookie.isPresent()));
    }

    /** Who a one-time code, spent by this, or a token stands for: what a login form sends. */
    public Answer identifyLogin(Optional<String> code, Optional<String> loginToken, String address) {
        if (loginToken.isPresent()) {
            return identifyByToken(loginToken.get(), address, true);
        }
        return code.flatMap(codes::redeem)
                .<Answer>map(role -> new Answer.Known(Principal.of(role.text(), role, true)))
                .orElseGet(() -> wrong(logins, address));
    }

    /** Begins a browser's session; blocks. The result is the cookie's value. */
    public String startSession(Principal principal) throws IOException {
        return sessions.start(principal.name(), principal.role(), token.mark());
    }

    /** Ends the session of this cookie, if it is one; blocks. */
    public void endSession(String cookie) throws IOException {
        sessions.end(cookie);
    }

    /** Takes notice of a token whose file was replaced; blocks. */
    public void refresh() {
        token.refresh();
    }

    /* A right secret enters at any time: guesses from its address, or through the same proxy, must not lock it out. */
    private Answer identifyByToken(String candidate, String address, boolean forCookie) {
        return token.matches(candidate)
                ? new Answer.Known(Principal.of(AccessRole.ADMIN.text(), AccessRole.ADMIN, forCookie))
                : wrong(tokens, address);
    }

    private static Answer wrong(AttemptLimiter limiter, String address) {
        Duration pause = limiter.pause(address);
        if (!pause.isZero()) {
            return new Answer.Paused(pause);
        }
        limiter.failed(address);
        return new Answer.Unknown(true);
    }

    /** What the doorkeeper says. */
    public sealed interface Answer {
        /** Come in. */
        record Known(Principal principal) implements Answer {}

        /** @param tried whether there was a token, code or cookie, though a wrong one */
        record Unknown(boolean tried) implements Answer {}

        /** Too many wrong ones; wait so long. */
        record Paused(Duration pause) implements Answer {}
    }
}
