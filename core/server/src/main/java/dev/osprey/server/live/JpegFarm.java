package dev.osprey.server.live;

import dev.osprey.engine.analysis.Analysis;
import dev.osprey.engine.frame.Picture;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One camera's makers of JPEGs, one for each kind that somebody wants. */
final class JpegFarm {
    /** Without a result for this long, annotated pictures come unannotated. */
    private static final long STALE_NANOS = 2_000_000_000L;

    private final CameraChannel channel;
    private final HubOptions options;
    private final Shop shop;
    private final Map<JpegSpec, JpegMaker> makers = new ConcurrentHashMap<>();
    private volatile long analysedAt;
    private volatile boolean everAnalysed;

    /** What all cameras share. */
    record Shop(JpegEncoder encoder, Executor workers) {}

    JpegFarm(CameraChannel channel, HubOptions options, Shop shop) {
        this.channel = channel;
        this.options = options;
        this.shop = shop;
    }

    void want(Set<JpegSpec> specs) {
        makers.forEach((spec, maker) -> {
            if (!specs.contains(spec) && makers.remove(spec, maker)) {
                maker.close();
            }
        });
        specs.forEach(spec -> makers.computeIfAbsent(spec, key -> new JpegMaker(channel, key, options, shop)));
    }

    void decoded(Picture picture) {
        boolean stale = !everAnalysed || options.nanoClock().getAsLong() - analysedAt > STALE_NANOS;
        offer(picture, null, false);
        if (stale) {
            offer(picture, null, true);
        }
    }

    void analysed(Picture picture, Analysis analysis) {
        analysedAt = options.nanoClock().getAsLong();
        everAnalysed = true;
        offer(picture, analysis, true);
    }

    /** By the view's name. */
    void made(Map<String, Picture> views) {
        if (!views.isEmpty()) {
            makers.forEach((spec, maker) -> {
                Picture picture = views.get(spec.view());
                if (picture != null) {
                    maker.offer(picture, null);
                }
            });
        }
    }

    private void offer(Picture picture, @Nullable Analysis analysis, boolean annotated) {
        makers.forEach((spec, maker) -> {
            if (spec.view().isEmpty() && spec.annotated() == annotated) {
                maker.offer(picture, analysis);
            }
        });
    }
}
