/**
 * What a plugin's author tests with: {@link dev.osprey.testkit.StageTck} holds the rules that every stage keeps,
 * {@link dev.osprey.testkit.StageHarness} runs one stage by hand, {@link dev.osprey.testkit.Frames} makes pictures.
 */
@NullMarked
package dev.osprey.testkit;

import org.jspecify.annotations.NullMarked;
