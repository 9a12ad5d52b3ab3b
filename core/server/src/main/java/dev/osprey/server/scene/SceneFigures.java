package dev.osprey.server.scene;

/**
 * What was made of what happened before cameras, since the start.
 *
 * @param waiting events and pictures that wait to be written
 * @param waitingLimit how many may
 * @param givenUp events for which there was no room
 * @param pictures written
 * @param picturesGivenUp for which there was no room
 * @param pictureFailures that could not be written
 * @param clips written
 * @param clipFailures that could not be written
 */
public record SceneFigures(
        int waiting,
        int waitingLimit,
        long givenUp,
        long pictures,
        long picturesGivenUp,
        long pictureFailures,
        long clips,
        long clipFailures) {}
