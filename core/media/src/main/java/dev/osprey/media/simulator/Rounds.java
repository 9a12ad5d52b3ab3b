package dev.osprey.media.simulator;

/**
 * A clip that runs round and round on the camera's clock. All clients read the same one, so that all see the same
 * picture at the same time; times grow from round to round.
 *
 * @param originMicros when the first round began, on the camera's clock
 */
record Rounds(Clip clip, long originMicros) {

    /** The picture with this running number over all rounds, counted from 0. */
    Clip.Unit unit(long number) {
        return clip.units().get((int) (number % clip.units().size()));
    }

    /** When a picture is to be sent, on the camera's clock. */
    long sendMicros(long number) {
        return roundStart(number) + unit(number).sendMicros();
    }

    /** When a picture is shown, on the camera's clock. */
    long ptsMicros(long number) {
        return roundStart(number) + unit(number).ptsMicros();
    }

    /** The number of the newest key frame that is due. */
    long keyAt(long nowMicros) {
        long elapsed = Math.max(0, nowMicros - originMicros);
        long round = elapsed / clip.durationMicros();
        return round * clip.units().size() + clip.keyAt(elapsed % clip.durationMicros());
    }

    private long roundStart(long number) {
        return originMicros + number / clip.units().size() * clip.durationMicros();
    }
}
