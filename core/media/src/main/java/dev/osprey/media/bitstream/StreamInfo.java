package dev.osprey.media.bitstream;

/**
 * What a stream carries from here on.
 *
 * @param camera the camera's id
 * @param stream a number that grows with every connection and every change of size or codec
 * @param codec as browsers name it, {@code avc1.4d401f} or {@code hvc1.1.6.L93.B0}; {@code jpeg}; else FFmpeg's name
 * @param width in pixels
 * @param height in pixels
 */
public record StreamInfo(String camera, int stream, String codec, int width, int height) {}
