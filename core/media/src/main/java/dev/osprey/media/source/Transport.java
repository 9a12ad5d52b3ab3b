package dev.osprey.media.source;

/** How RTSP carries the video. */
public enum Transport {
    /** Within the control connection: nothing is lost, and it passes firewalls. */
    TCP,
    /** In datagrams: what is lost is lost. */
    UDP,
    /** TCP, and UDP if the camera refuses that. */
    AUTO
}
