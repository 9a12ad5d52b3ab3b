package dev.osprey.server.config;

import java.nio.file.Path;

/**
 * The server's certificate and its key, both PEM.
 *
 * @param certificate the chain, the server's own first
 * @param key PKCS #8, not encrypted
 */
public record TlsFiles(Path certificate, Path key) {}
