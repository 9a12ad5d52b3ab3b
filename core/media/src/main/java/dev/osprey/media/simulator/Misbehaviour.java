package dev.osprey.media.simulator;

/** How a simulated camera misbehaves, beyond refusals and damage. Any thread may change it at any time. */
public final class Misbehaviour {
    /** By which ways the camera carries its video. */
    public enum Carriage {
        /** As the client wishes. */
        ANY,
        /** Datagrams alone: anything else is an unsupported transport (461). */
        UDP_ALONE,
        /** Within the connection alone: anything else is an unsupported transport (461). */
        TCP_ALONE,
        /** Datagrams, which it promises to who asked for the connection as well. */
        UDP_WHATEVER
    }

    private volatile boolean keyFrames = true;
    private volatile boolean hangUp;
    private volatile String redirect = "";
    private volatile Carriage carriage = Carriage.ANY;

    Misbehaviour() {}

    /** Whether key frames are sent; without, all the others are. */
    public void keyFrames(boolean on) {
        keyFrames = on;
    }

    boolean keyFrames() {
        return keyFrames;
    }

    /** Takes connections and closes them at once, as cameras do that have too many. */
    public void hangUp(boolean on) {
        hangUp = on;
    }

    boolean hangUp() {
        return hangUp;
    }

    /** Answers with this address instead of the stream (302); empty for none. */
    public void redirect(String url) {
        redirect = url;
    }

    String redirect() {
        return redirect;
    }

    public void carriage(Carriage newCarriage) {
        carriage = newCarriage;
    }

    Carriage carriage() {
        return carriage;
    }
}
