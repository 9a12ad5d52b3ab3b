package dev.osprey.media.simulator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Digest login with MD5, as cameras ask for it (RFC 2069, and RFC 7616 where the client sends a qop). */
final class Digest {
    private static final Pattern PARAMETER = Pattern.compile("([a-z]+)=(?:\"([^\"]*)\"|([^,\\s]*))");

    private final String realm = "Osprey camera";
    private final String user;
    private final String password;
    private final String nonce;

    Digest(String user, String password, RandomGenerator random) {
        this.user = user;
        this.password = password;
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        nonce = HexFormat.of().formatHex(bytes);
    }

    /** The header WWW-Authenticate. */
    String challenge() {
        return "Digest realm=\"" + realm + "\", nonce=\"" + nonce + "\", algorithm=MD5";
    }

    /** Whether a header Authorization proves that the client knows the password. */
    boolean accepts(String method, String authorization) {
        if (!authorization.regionMatches(true, 0, "Digest ", 0, 7)) {
            return false;
        }
        Map<String, String> given = parameters(authorization.substring(7));
        String first = md5(user + ":" + realm + ":" + password);
        String second = md5(method + ":" + given.getOrDefault("uri", ""));
        String qop = given.getOrDefault("qop", "");
        String middle = qop.isEmpty()
                ? nonce
                : nonce + ":" + given.getOrDefault("nc", "") + ":" + given.getOrDefault("cnonce", "") + ":" + qop;
        boolean known = same(user, given.getOrDefault("username", ""));
        boolean fresh = same(nonce, given.getOrDefault("nonce", ""));
        boolean proven = same(md5(first + ":" + middle + ":" + second), given.getOrDefault("response", ""));
        return known & fresh & proven;
    }

    private static Map<String, String> parameters(String text) {
        Map<String, String> parameters = new TreeMap<>();
        Matcher matcher = PARAMETER.matcher(text);
        while (matcher.find()) {
            parameters.put(matcher.group(1), matcher.group(2) != null ? matcher.group(2) : matcher.group(3));
        }
        return parameters;
    }

    /* Takes as long for a wrong text as for the right one. */
    private static boolean same(String expected, String actual) {
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), actual.getBytes(StandardCharsets.UTF_8));
    }

    private static String md5(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
