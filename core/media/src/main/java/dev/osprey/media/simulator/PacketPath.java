package dev.osprey.media.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.List;

/** The way by which one client gets its packets. Used by the client's thread alone. */
interface PacketPath extends AutoCloseable {
    void send(List<byte[]> rtpPackets) throws IOException;

    void sendControl(byte[] rtcpPacket) throws IOException;

    /** What the answer to SETUP says of it. */
    String description();

    @Override
    void close();

    /** Within the RTSP connection, each packet behind a channel's number. */
    record Interleaved(OutputStream connection, int channel) implements PacketPath {
        @Override
        public void send(List<byte[]> rtpPackets) throws IOException {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            rtpPackets.forEach(packet -> frame(all, channel, packet));
            connection.write(all.toByteArray());
        }

        @Override
        public void sendControl(byte[] rtcpPacket) throws IOException {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            frame(all, channel + 1, rtcpPacket);
            connection.write(all.toByteArray());
        }

        private static void frame(ByteArrayOutputStream into, int channel, byte[] packet) {
            into.write('$');
            into.write(channel);
            into.write(packet.length >> 8);
            into.write(packet.length);
            into.writeBytes(packet);
        }

        @Override
        public String description() {
            return "RTP/AVP/TCP;unicast;interleaved=" + channel + "-" + (channel + 1);
        }

        @Override
        public void close() {
            // The connection is the client's, which closes it.
        }
    }

    /** From two ports of ours, of which RTP's is even, to two of the client's. */
    record Udp(DatagramSocket rtp, DatagramSocket rtcp, InetSocketAddress toRtp, InetSocketAddress toRtcp)
            implements PacketPath {
        private static final int ATTEMPTS = 50;

        static Udp open(InetAddress local, InetAddress client, int rtpPort, int rtcpPort) throws IOException {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                DatagramSocket first = new DatagramSocket(0, local);
                int port = first.getLocalPort();
                try {
                    if (port % 2 == 0) {
                        return new Udp(
                                first,
                                new DatagramSocket(port + 1, local),
                                new InetSocketAddress(client, rtpPort),
                                new InetSocketAddress(client, rtcpPort));
                    }
                } catch (SocketException e) {
                    if (attempt == ATTEMPTS - 1) {
                        first.close();
                        throw e;
                    }
                }
                first.close();
            }
            throw new IOException("no two neighbouring UDP ports are free after " + ATTEMPTS + " attempts");
        }

        @Override
        public void send(List<byte[]> rtpPackets) throws IOException {
            for (byte[] packet : rtpPackets) {
                rtp.send(new DatagramPacket(packet, packet.length, toRtp));
            }
        }

        @Override
        public void sendControl(byte[] rtcpPacket) throws IOException {
            rtcp.send(new DatagramPacket(rtcpPacket, rtcpPacket.length, toRtcp));
        }

        @Override
        public String description() {
            return "RTP/AVP;unicast;client_port=" + toRtp.getPort() + "-" + toRtcp.getPort() + ";server_port="
                    + rtp.getLocalPort() + "-" + rtcp.getLocalPort();
        }

        @Override
        public void close() {
            rtp.close();
            rtcp.close();
        }
    }
}
