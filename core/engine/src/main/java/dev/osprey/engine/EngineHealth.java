package dev.osprey.engine;

/**
 * How the engine's own threads are.
 *
 * @param lanes threads that call stages and are alive
 * @param lanesWanted as many as there should be
 * @param lanesHanging threads beside those that were given up, as they hang in a call that never returned
 */
public record EngineHealth(int lanes, int lanesWanted, int lanesHanging) {
    public boolean isWhole() {
        return lanes >= lanesWanted;
    }
}
