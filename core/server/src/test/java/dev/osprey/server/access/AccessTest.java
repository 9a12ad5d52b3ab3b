package dev.osprey.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {
    @TempDir
    Path data;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final InstantSource clock = () -> now;

    @Test
    void token_firstStart_isMadeForItsOwnerOnly() throws IOException {
        String token = AdminToken.text(data, Optional.empty());

        Path file = data.resolve("token");
        assertThat(token).hasSize(43);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(AdminToken.text(data, Optional.empty())).isEqualTo(token);
        assertThat(AdminToken.open(data, Optional.empty()).matches(token)).isTrue();
        assertThat(AdminToken.open(data, Optional.empty()).matches(token + "x")).isFalse();
    }

    @Test
    void token_fileOpenToOthers_isNarrowed() throws IOException {
        Path file = Files.writeString(data.resolve("token"), "0123456789abcdef");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        AdminToken.open(data, Optional.empty());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void token_presetTooShort_refusedInWords() {
        assertThatThrownBy(() -> AdminToken.open(data, Optional.of("secret")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("OSPREY_TOKEN")
                .hasMessageContaining("at least 16 characters, got 6");
    }

    @Test
    void code_redeemedTwice_worksOnce() {
        LoginCodes codes = new LoginCodes(clock);
        String code = codes.issue(AccessRole.VIEWER);

        assertThat(codes.redeem(code)).contains(AccessRole.VIEWER);
        assertThat(codes.redeem(code)).isEmpty();
    }

    @Test
    void code_afterTenMinutes_isGoodNoMore() {
        LoginCodes codes = new LoginCodes(clock);
        String code = codes.issue(AccessRole.ADMIN);

        now = now.plus(Duration.ofMinutes(10));

        assertThat(codes.redeem(code)).isEmpty();
    }

    @Test
    void code_manyIssued_oldestGoesFirst() {
        LoginCodes codes = new LoginCodes(clock);
        String first = codes.issue(AccessRole.ADMIN);
        String second = codes.issue(AccessRole.ADMIN);
        for (int i = 0; i < LoginCodes.MAX_OPEN - 1; i++) {
            codes.issue(AccessRole.ADMIN);
        }

        assertThat(codes.redeem(first)).isEmpty();
        assertThat(codes.redeem(second)).contains(AccessRole.ADMIN);
    }

    @Test
    void session_restart_isKeptButNotInPlainText() throws IOException {
        String cookie = Sessions.open(data, clock).start("admin", AccessRole.ADMIN, "mark");

        Optional<Principal> known = Sessions.open(data, clock).find(cookie, "mark");

        assertThat(known).map(Principal::role).contains(AccessRole.ADMIN);
        assertThat(known).map(Principal::byCookie).contains(true);
        assertThat(Files.readString(data.resolve(Sessions.FILE))).doesNotContain(cookie);
    }

    @Test
    void session_afterThirtyDays_isOver() throws IOException {
        Sessions sessions = Sessions.open(data, clock);
        String cookie = sessions.start("admin", AccessRole.ADMIN, "mark");

        now = now.plus(Duration.ofDays(30));

        assertThat(sessions.find(cookie, "mark")).isEmpty();
    }

    @Test
    void session_fileBroken_everybodyLogsInAgain() throws IOException {
        Files.writeString(data.resolve(Sessions.FILE), "{nonsense");

        Sessions sessions = Sessions.open(data, clock);

        assertThat(sessions.find(sessions.start("admin", AccessRole.ADMIN, "mark"), "mark"))
                .isPresent();
    }

    @Test
    void limiter_wrongAgainAndAgain_pausesGrowUpToAMinute() {
        AttemptLimiter limiter = new AttemptLimiter(clock);
        for (int i = 0; i < AttemptLimiter.FREE - 1; i++) {
            limiter.failed("192.0.2.1");
            assertThat(limiter.pause("192.0.2.1")).isZero();
        }

        for (long seconds : List.of(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L)) {
            limiter.failed("192.0.2.1");
            assertThat(limiter.pause("192.0.2.1")).isEqualTo(Duration.ofSeconds(seconds));
        }
        assertThat(limiter.pause("192.0.2.2")).isZero();
        now = now.plusSeconds(60);
        assertThat(limiter.pause("192.0.2.1")).isZero();
    }

    @Test
    void limiter_addressesOfOneIpv6Network_countAsOne() {
        AttemptLimiter limiter = new AttemptLimiter(clock);
        for (int i = 0; i < AttemptLimiter.FREE; i++) {
            limiter.failed("2001:db8:0:1:0:0:0:" + i);
        }

        assertThat(limiter.pause("2001:db8:0:1:9:9:9:9")).isPositive();
        assertThat(limiter.pause("2001:db8:0:2:0:0:0:1")).isZero();
    }

    @Test
    void session_fileIsBeingWritten_isFoundAllTheSame() throws Exception {
        CountDownLatch writes = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicBoolean slow = new AtomicBoolean();
        Sessions sessions = Sessions.open(data, clock, (file, text) -> {
            if (slow.get()) {
                writes.countDown();
                awaited(goOn);
            }
        });
        String cookie = sessions.start("admin", AccessRole.ADMIN, "mark");
        slow.set(true);
        CompletableFuture<String> second = CompletableFuture.supplyAsync(() -> {
            try {
                return sessions.start("admin", AccessRole.ADMIN, "mark");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        awaited(writes);

        CompletableFuture<Optional<Principal>> found =
                CompletableFuture.supplyAsync(() -> sessions.find(cookie, "mark"));

        try {
            assertThat(found.get(5, TimeUnit.SECONDS)).isPresent();
            assertThat(second).isNotDone();
        } finally {
            goOn.countDown();
        }
        assertThat(second.get(5, TimeUnit.SECONDS)).isNotEmpty();
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Test
    void session_tokenFileReplaced_isOverAndTheNewTokenEnters() throws IOException {
        Access access = Access.open(data, Optional.empty(), clock);
        String cookie = access.startSession(Principal.of("viewer", AccessRole.VIEWER, true));
        Files.writeString(data.resolve(AdminToken.FILE), "another-token-instead\n");

        access.refresh();

        assertThat(access.identify(Optional.empty(), Optional.of(cookie), "192.0.2.1"))
                .isInstanceOf(Access.Answer.Unknown.class);
        assertThat(access.identify(Optional.of("another-token-instead"), Optional.empty(), "192.0.2.1"))
                .isInstanceOf(Access.Answer.Known.class);
    }

    @Test
    void token_fileTooShortOrMissing_oldOneStaysInForce() throws IOException {
        Access access = Access.open(data, Optional.empty(), clock);
        String token = AdminToken.text(data, Optional.empty());
        Files.writeString(data.resolve(AdminToken.FILE), "short");
        access.refresh();
        Files.delete(data.resolve(AdminToken.FILE));
        access.refresh();

        assertThat(access.identify(Optional.of(token), Optional.empty(), "192.0.2.1"))
                .isInstanceOf(Access.Answer.Known.class);
    }

    @Test
    void folder_openToOthers_isNarrowed() throws IOException {
        Path folder = Files.createDirectory(data.resolve("wide"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));

        PrivateFile.folder(folder);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
    }

    @Test
    void session_tokenRotatedAtRestart_isOver() throws IOException {
        String cookie = Access.open(data, Optional.of("the-first-token-of-all"), clock)
                .startSession(Principal.of("admin", AccessRole.ADMIN, true));

        Access same = Access.open(data, Optional.of("the-first-token-of-all"), clock);
        Access rotated = Access.open(data, Optional.of("another-token-instead"), clock);

        assertThat(same.identify(Optional.empty(), Optional.of(cookie), "192.0.2.1"))
                .isInstanceOf(Access.Answer.Known.class);
        assertThat(rotated.identify(Optional.empty(), Optional.of(cookie), "192.0.2.1"))
                .isInstanceOf(Access.Answer.Unknown.class);
    }

    @Test
    void token_guessedAgainAndAgain_rightOneEntersAtOnce() throws IOException {
        Access access = Access.open(data, Optional.of("the-first-token-of-all"), clock);
        for (int i = 0; i < AttemptLimiter.FREE + 5; i++) {
            access.identify(Optional.of("wrong"), Optional.empty(), "192.0.2.1");
        }

        assertThat(access.identify(Optional.of("wrong"), Optional.empty(), "192.0.2.1"))
                .isInstanceOf(Access.Answer.Paused.class);
        assertThat(access.identify(Optional.of("the-first-token-of-all"), Optional.empty(), "192.0.2.1"))
                .isInstanceOf(Access.Answer.Known.class);
    }

    @Test
    void code_guessedWhilePaused_rightOneEntersAtOnce() throws IOException {
        Access access = Access.open(data, Optional.empty(), clock);
        String code = access.issueCode(AccessRole.ADMIN);
        for (int i = 0; i < AttemptLimiter.FREE; i++) {
            access.identifyLogin(Optional.of("wrong"), Optional.empty(), "192.0.2.1");
        }

        assertThat(access.identifyLogin(Optional.of("wrong"), Optional.empty(), "192.0.2.1"))
                .isInstanceOf(Access.Answer.Paused.class);
        assertThat(access.identifyLogin(Optional.of(code), Optional.empty(), "192.0.2.1"))
                .isInstanceOf(Access.Answer.Known.class);
    }

    @Test
    void cookieName_twoServers_differ() throws IOException {
        Access one = Access.open(data.resolve("one"), Optional.empty(), clock);
        Access other = Access.open(data.resolve("other"), Optional.empty(), clock);

        assertThat(one.cookieName()).matches("osprey_[0-9a-f]{8}").isNotEqualTo(other.cookieName());
        assertThat(Access.open(data.resolve("one"), Optional.empty(), clock).cookieName())
                .isEqualTo(one.cookieName());
    }

    @Test
    void host_listenedAddressAndLocalAddress_areOurs() {
        HostRules rules = new HostRules("192.168.1.5", List.of("cams.example"));

        assertThat(rules.answersTo("192.168.1.5:8080", "192.168.1.5")).isTrue();
        assertThat(rules.answersTo("cams.example", "192.168.1.5")).isTrue();
        assertThat(rules.answersTo("cams.example.", "192.168.1.5")).isTrue();
        assertThat(rules.answersTo("other.example", "192.168.1.5")).isFalse();
        assertThat(new HostRules("0.0.0.0", List.of()).answersTo("192.168.1.5:8080", "192.168.1.5"))
                .isTrue();
        assertThat(new HostRules("0.0.0.0", List.of()).answersTo("192.168.1.6:8080", "192.168.1.5"))
                .isFalse();
    }

    @Test
    void origin_otherPortSchemeOrName_isForeign() {
        HostRules rules = new HostRules("127.0.0.1", List.of());

        assertThat(rules.isOwn("http://127.0.0.1:8080", "127.0.0.1:8080", false))
                .isTrue();
        assertThat(rules.isOwn("http://127.0.0.1:8081", "127.0.0.1:8080", false))
                .isFalse();
        assertThat(rules.isOwn("http://localhost:8080", "127.0.0.1:8080", false))
                .isFalse();
        assertThat(rules.isOwn("http://127.0.0.1", "127.0.0.1", true)).isFalse();
        assertThat(rules.isOwn("https://127.0.0.1", "127.0.0.1:443", true)).isTrue();
        assertThat(rules.isOwn("null", "127.0.0.1:8080", false)).isFalse();
    }
}
