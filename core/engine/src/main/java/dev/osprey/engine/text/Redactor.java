package dev.osprey.engine.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes secrets out of what people and logs get to read: values that it was told of, in each form that they are written
 * in, and what stands in addresses where logins stand. Thread-safe.
 */
public final class Redactor {
    /** What stands in the place of a secret without a name. */
    public static final String MASK = "***";

    private static final int SHORTEST = 3;
    private static final int PREFIX = 24;
    private static final String SECRET_KEY =
            "(?:pass(?:word|wd|phrase|wort)?|pwd|secret|token|credentials?|signature|(?:api|access|private)[-_.]?key)";
    private static final Pattern SENSITIVE_KEY = Pattern.compile("(?i).*" + SECRET_KEY + "s?");
    /* Each begins where a word does and gives nothing back, so that long texts take no more than their length. */
    private static final Pattern ADDRESS = Pattern.compile("(?<![A-Za-z])[A-Za-z][A-Za-z0-9+.-]{0,20}://[^\\s\"'<>]+");
    private static final Pattern ASSIGNED = Pattern.compile("(?<![\\w.-])([\\w.-]++)=");
    private static final Pattern NAMES_A_SECRET = Pattern.compile("(?i)" + SECRET_KEY);
    private static final Pattern KEY_IN_PATH = Pattern.compile("(?<![A-Za-z0-9.-])([A-Za-z0-9.-]++)=");
    private static final int LONGEST_KEY = 64;

    /** Those in use, for logs, which are the whole process's. */
    private static final Set<Redactor> IN_USE =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    /* A form of a secret, and what stands in its place. */
    private final Map<String, String> known = new ConcurrentHashMap<>();
    private volatile List<String> longestFirst = List.of();

    public Redactor() {
        IN_USE.add(this);
    }

    /** The text without the secrets of all redactors in use. */
    public static String everywhere(String text) {
        String out = text;
        for (Redactor each : List.copyOf(IN_USE)) {
            out = each.values(out);
        }
        return addresses(out);
    }

    /**
     * From now on the value is masked. One shorter than three characters is not: it would tear words apart.
     *
     * @param reference what to show in its stead, such as {@code ${env:NAME}}
     */
    public void remember(String value, String reference) {
        String url = URLEncoder.encode(value, StandardCharsets.UTF_8);
        String json = TextNode.valueOf(value).toString();
        for (String form : List.of(
                value,
                url,
                url.replace("+", "%20"),
                lowerCaseEscapes(url.replace("+", "%20")),
                json.substring(1, json.length() - 1))) {
            if (form.length() >= SHORTEST) {
                known.putIfAbsent(form, reference);
            }
        }
        longestFirst = known.keySet().stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    private static String lowerCaseEscapes(String encoded) {
        return Pattern.compile("%[0-9A-F]{2}").matcher(encoded).replaceAll(escape -> escape.group()
                .toLowerCase(Locale.ROOT));
    }

    /** The text without what is known to be secret, and without what stands where logins stand. */
    public String redact(String text) {
        return addresses(values(text));
    }

    /** A copy with every text redacted, and nothing shown of what stands under a key that is named like a secret. */
    public JsonNode redact(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            ObjectNode copy = object.objectNode();
            object.properties().forEach(entry -> {
                JsonNode value = entry.getValue();
                copy.set(
                        redact(entry.getKey()),
                        sensitive(entry.getKey()) && value.isValueNode() && !value.isNull()
                                ? masked(value)
                                : redact(value));
            });
            return copy;
        }
        if (tree instanceof ArrayNode array) {
            ArrayNode copy = array.arrayNode();
            array.forEach(item -> copy.add(redact(item)));
            return copy;
        }
        return tree.isTextual() ? TextNode.valueOf(redact(tree.asText())) : tree;
    }

    /** References stay: they say which secret it is. */
    private static JsonNode masked(JsonNode value) {
        String text = value.asText();
        return TextNode.valueOf(text.matches("\\$\\{[^}]*}") ? text : MASK);
    }

    /** Whether a key's name says that its value is a secret. */
    public static boolean sensitive(String key) {
        return SENSITIVE_KEY.matcher(key).matches();
    }

    private String values(String text) {
        String out = text;
        for (String value : longestFirst) {
            String reference = known.getOrDefault(value, MASK);
            out = out.replace(value, reference);
            if (value.length() > PREFIX) {
                out = withoutBeginning(out, value, reference);
            }
        }
        return out;
    }

    /** A message may have been cut off within a long secret. */
    private static String withoutBeginning(String text, String value, String reference) {
        String beginning = value.substring(0, PREFIX);
        int at = text.indexOf(beginning);
        if (at < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        int copied = 0;
        for (; at >= 0; at = text.indexOf(beginning, copied)) {
            int end = at + PREFIX;
            while (end < text.length() && end - at < value.length() && text.charAt(end) == value.charAt(end - at)) {
                end++;
            }
            out.append(text, copied, at).append(reference);
            copied = end;
        }
        return out.append(text, copied, text.length()).toString();
    }

    /** The text with logins taken out of addresses, and values out of what reads {@code password=…}. */
    public static String addresses(String text) {
        if (text.indexOf('=') < 0 && !text.contains("://")) {
            return text;
        }
        String out = ADDRESS.matcher(text).replaceAll(found -> Matcher.quoteReplacement(address(found.group())));
        Matcher key = ASSIGNED.matcher(out);
        StringBuilder clean = new StringBuilder();
        int copied = 0;
        while (key.find(copied)) {
            int end = key.end();
            boolean secret = NAMES_A_SECRET.matcher(key.group(1)).find() && !out.startsWith(MASK, end);
            while (secret && end < out.length() && " \t\r\n\"'<>".indexOf(out.charAt(end)) < 0) {
                end++;
            }
            clean.append(out, copied, key.end()).append(end > key.end() ? MASK : "");
            copied = end;
        }
        return clean.append(out, copied, out.length()).toString();
    }

    /** The text as one address, whatever blanks and quotes it holds, without its login. */
    public static String address(String url) {
        int colon = url.indexOf("://");
        if (colon < 0) {
            return url;
        }
        int start = colon + 3;
        String rest = url.substring(start);
        // whatever stands before the last @ may be a password that was read wrongly
        int at = rest.lastIndexOf('@');
        return url.substring(0, start) + (at < 0 ? "" : MASK + "@") + pathAndQuery(rest.substring(at + 1));
    }

    /** A path, with its query or without, with every value taken out of what reads {@code key=value}. */
    public static String pathAndQuery(String text) {
        int query = text.indexOf('?');
        String path = query < 0 ? text : text.substring(0, query);
        String shown = path.indexOf('=') < 0 ? path : withoutValues(path);
        if (query < 0) {
            return shown;
        }
        StringBuilder out = new StringBuilder(shown);
        char separator = '?';
        for (String pair : text.substring(query + 1).split("&", -1)) {
            int equals = pair.indexOf('=');
            out.append(separator)
                    .append(equals < 0 ? "" : pair.substring(0, equals + 1))
                    .append(MASK);
            separator = '&';
        }
        return out.toString();
    }

    /* A login's value ends where the next key begins, as it may hold any separator; others end at the next one. */
    private static String withoutValues(String path) {
        Matcher key = KEY_IN_PATH.matcher(path);
        StringBuilder out = new StringBuilder();
        int copied = 0;
        while (key.find(copied)) {
            boolean login = sensitive(key.group(1));
            int end = key.end();
            while (end < path.length() && !ends(path, end, login)) {
                end++;
            }
            out.append(path, copied, key.end()).append(MASK);
            copied = end;
        }
        return out.append(path, copied, path.length()).toString();
    }

    private static boolean ends(String path, int at, boolean login) {
        char c = path.charAt(at);
        boolean separator = "/;&,".indexOf(c) >= 0;
        return login || c == '_' ? (separator || c == '_') && keyFollows(path, at + 1) : separator;
    }

    private static boolean keyFollows(String path, int from) {
        int at = from;
        while (at < path.length() && at - from < LONGEST_KEY && keyCharacter(path.charAt(at))) {
            at++;
        }
        return at > from && at < path.length() && path.charAt(at) == '=';
    }

    private static boolean keyCharacter(char c) {
        return c < 128 && (Character.isLetterOrDigit(c) || c == '-');
    }
}
