package dev.osprey.media.ffmpeg;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Decides on each address that FFmpeg is about to open for a network source: its own, and those of redirects,
 * playlists and segments. Called on the thread that reads the source.
 */
public interface Door {
    /**
     * An address as it may be opened.
     *
     * @param named as the source or its server wrote it
     * @param url the same with the address that was checked in the place of the host's name
     * @param options of FFmpeg's protocol, such as the header that names the host
     */
    record Entry(String named, String url, Map<String, String> options) {
        public Entry {
            options = Map.copyOf(options);
        }

        @Override
        public String toString() {
            return "an address that may be opened";
        }
    }

    /** @throws IOException if the address may not be opened, in words without its secrets */
    Entry enter(String url) throws IOException;

    /**
     * Where a server leads to that would not serve an address itself; empty if it leads nowhere.
     *
     * @throws IOException if the server cannot be asked, or that may not be opened
     */
    Optional<Entry> follow(Entry from) throws IOException;
}
