package dev.osprey.media.picture;

import java.util.LinkedHashMap;
import java.util.Map;

/** A way to set words on a coloured ground. Thread-safe. */
interface Lettering {
    /**
     * Words, set.
     *
     * @param width in pixels
     * @param height in pixels
     * @param bgr 8 bits a channel, row-major, [H, W, 3] in the order BGR; not to be changed
     */
    record Label(int width, int height, byte[] bgr) {}

    /**
     * Sets one line of words.
     *
     * @param height of the label, in pixels
     * @param maxWidth in pixels; words that are longer end in an ellipsis
     */
    Label set(String words, Colour ground, int height, int maxWidth);

    /** The best one that this machine has. The first call takes some hundred milliseconds. */
    static Lettering best() {
        return Best.LETTERING;
    }

    /** Holds it, so that nothing is tried before somebody draws. */
    final class Best {
        private static final System.Logger LOG = System.getLogger(Lettering.class.getName());
        private static final int KEPT = 512;
        private static final Lettering LETTERING = choose();

        private Best() {}

        /*
         * A server may run a JVM without the desktop's libraries, or have no font at all. Which error that gives
         * differs from one to the other (an InternalError, a NullPointerException, an UnsatisfiedLinkError, a bare
         * Error), so all are taken for the same.
         */
        private static Lettering choose() {
            Lettering fonts;
            try {
                fonts = new FontLettering();
                fonts.set("Ag", Colour.WHITE, 16, 100);
            } catch (RuntimeException | Error missing) {
                LOG.log(
                        System.Logger.Level.INFO,
                        "words on pictures are drawn in ASCII alone, as Java has no fonts here ({0}): install fontconfig"
                                + " and a font to see all letters",
                        missing.toString());
                return new Kept(new StrokeLettering(), KEPT);
            }
            return new Kept(fonts, KEPT);
        }
    }

    /** Keeps the labels asked for last: the same few come with every picture. */
    final class Kept implements Lettering {
        private record Key(String words, Colour ground, int height, int maxWidth) {}

        private final Lettering from;
        private final Map<Key, Label> labels; // guarded by this

        Kept(Lettering from, int capacity) {
            this.from = from;
            labels = new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Key, Label> eldest) {
                    return size() > capacity;
                }
            };
        }

        @Override
        public Label set(String words, Colour ground, int height, int maxWidth) {
            Key key = new Key(words, ground, height, maxWidth);
            synchronized (this) {
                Label label = labels.get(key);
                if (label != null) {
                    return label;
                }
            }
            Label label = from.set(words, ground, height, maxWidth);
            synchronized (this) {
                labels.put(key, label);
            }
            return label;
        }
    }
}
