package dev.osprey.media.ffmpeg;

import static org.bytedeco.ffmpeg.global.avformat.avio_open2;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import java.io.IOException;
import java.net.UnknownHostException;
import java.util.Optional;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Stands between FFmpeg's demuxers and what they open. One for the process, as with {@link ReadWatch}: the watch of the
 * context knows the door.
 */
@SuppressWarnings({"rawtypes", "unchecked"}) // as FFmpeg's binding has it
final class Doorman extends AVFormatContext.Io_open_AVFormatContext_PointerPointer_BytePointer_int_PointerPointer {
    static final int EPERM = -1;

    private static final int EIO = -5;
    private static final int MAX_REDIRECTS = 5;
    private static final Doorman ONLY = new Doorman();

    private Doorman() {}

    static void guard(AVFormatContext context) {
        context.io_open(ONLY);
    }

    @Override
    public int call(AVFormatContext context, PointerPointer io, BytePointer url, int flags, PointerPointer options) {
        ReadWatch watch = ReadWatch.of(context.interrupt_callback().opaque());
        Door door = watch == null ? null : watch.door();
        if (watch == null || door == null) {
            return EPERM;
        }
        try {
            Door.Entry entry = door.enter(url.getString());
            int code = open(context, io, entry, flags, options);
            // with no redirect allowed, FFmpeg's word for one is an input/output error
            for (int redirects = 0; code == EIO && redirects < MAX_REDIRECTS && !watch.over(); redirects++) {
                Optional<Door.Entry> next = door.follow(entry);
                if (next.isEmpty()) {
                    return code;
                }
                entry = next.get();
                code = open(context, io, entry, flags, options);
            }
            return code;
        } catch (UnknownHostException e) {
            return EIO;
        } catch (IOException | RuntimeException e) {
            // nothing may be thrown through native code
            watch.refuse(e.getMessage() == null ? e.toString() : e.getMessage());
            return EPERM;
        }
    }

    private static int open(
            AVFormatContext context, PointerPointer io, Door.Entry entry, int flags, PointerPointer given) {
        boolean none = given == null || given.isNull();
        try (PointerPointer own = new PointerPointer(1L);
                BytePointer url = new BytePointer(entry.url())) {
            own.put(0, (Pointer) null);
            PointerPointer options = none ? own : given;
            AVDictionary dictionary = (AVDictionary) options.get(AVDictionary.class, 0);
            AVDictionary set = dictionary == null ? new AVDictionary((Pointer) null) : dictionary;
            av_dict_set(set, "max_redirects", "0", 0);
            BytePointer protocols = context.protocol_whitelist();
            if (protocols != null && !protocols.isNull()) {
                av_dict_set(set, "protocol_whitelist", protocols.getString(), 0);
            }
            entry.options().forEach((name, value) -> av_dict_set(set, name, value, 0));
            options.put(0, set);
            int code = avio_open2(io, url, flags, context.interrupt_callback(), options);
            if (none) {
                Ffmpeg.free((AVDictionary) options.get(AVDictionary.class, 0));
            }
            return code;
        }
    }
}
