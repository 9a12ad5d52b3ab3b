package dev.osprey.media.picture;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** What a picture file says of itself before it is decoded: its size, in pixels. */
record PictureHeader(int width, int height) {
    private static final List<String> FORMATS = List.of("png", "jpeg", "bmp", "tiff", "tif");

    /** Empty if it is none of PNG, JPEG, WebP, BMP and TIFF, or its header is damaged. */
    static Optional<PictureHeader> of(byte[] file) {
        return isWebP(file) ? webP(file) : others(file);
    }

    private static Optional<PictureHeader> others(byte[] file) {
        try (ImageInputStream stream = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            while (readers.hasNext()) {
                ImageReader reader = readers.next();
                try {
                    if (FORMATS.contains(reader.getFormatName().toLowerCase(java.util.Locale.ROOT))) {
                        reader.setInput(stream, true, true);
                        return Optional.of(new PictureHeader(reader.getWidth(0), reader.getHeight(0)));
                    }
                } finally {
                    reader.dispose();
                }
            }
        } catch (IOException | RuntimeException e) {
            // the readers throw all sorts of things at damaged headers
            System.getLogger(PictureHeader.class.getName())
                    .log(System.Logger.Level.DEBUG, "the header of a picture cannot be read: {0}", e.toString());
        }
        return Optional.empty();
    }

    private static boolean isWebP(byte[] file) {
        return file.length >= 30
                && text(file, 0).equals("RIFF")
                && text(file, 8).equals("WEBP");
    }

    /* RFC 9649: the first chunk is of one frame, lossy or lossless, or of the canvas. */
    private static Optional<PictureHeader> webP(byte[] file) {
        return switch (text(file, 12)) {
            case "VP8 " -> Optional.of(
                    new PictureHeader((int) little(file, 26, 2) & 0x3fff, (int) little(file, 28, 2) & 0x3fff));
            case "VP8L" -> {
                long bits = little(file, 21, 4);
                yield Optional.of(new PictureHeader((int) (bits & 0x3fff) + 1, (int) (bits >> 14 & 0x3fff) + 1));
            }
            case "VP8X" -> Optional.of(new PictureHeader((int) little(file, 24, 3) + 1, (int) little(file, 27, 3) + 1));
            default -> Optional.empty();
        };
    }

    private static String text(byte[] file, int at) {
        return new String(file, at, 4, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private static long little(byte[] file, int at, int bytes) {
        long value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = value << 8 | file[at + i] & 0xff;
        }
        return value;
    }
}
