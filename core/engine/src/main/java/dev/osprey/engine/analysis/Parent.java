package dev.osprey.engine.analysis;

/**
 * Which earlier result a finding stands on.
 *
 * @param stage the name in the analysis' results
 * @param index in that stage's list, from 0
 */
public record Parent(String stage, int index) {}
